CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING,
  b STRING,
  c STRING AS a + b,
  d INT,
  e INT AS d * a
)
FROM s
PARSE JSON;
