CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRNG,
  b TEXT,
  c DATETIME
)
FROM s
PARSE JSON;
