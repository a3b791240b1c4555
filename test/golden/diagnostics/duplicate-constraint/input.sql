CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT,
  CONSTRAINT sane CHECK (a > 0),
  CONSTRAINT sane CHECK (a < 9)
)
FROM s
PARSE JSON;
