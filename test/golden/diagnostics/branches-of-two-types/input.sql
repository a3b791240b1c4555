CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT,
  b STRING AS CASE WHEN a > 0 THEN 'x' ELSE a END,
  c INT AS coalesce(a, 'none')
)
FROM s
PARSE JSON;
