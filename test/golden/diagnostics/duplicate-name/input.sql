CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT
)
FROM s
PARSE JSON;
CREATE STREAMING TABLE s (
  b INT
)
FROM s
PARSE JSON;
