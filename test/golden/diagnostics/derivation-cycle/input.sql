CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT AS b + 1,
  b INT AS c * 2,
  c INT AS a - 1,
  d INT AS a
)
FROM s
PARSE JSON;
