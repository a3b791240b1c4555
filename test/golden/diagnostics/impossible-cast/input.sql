CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  d DATE,
  n INT,
  a INT AS CAST(d AS INT),
  b TIMESTAMP(3) AS CAST(n AS TIMESTAMP(3))
)
FROM s
PARSE JSON;
