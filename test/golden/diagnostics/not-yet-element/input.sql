CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a ARRAY<INT>,
  b INT AS a[1]
)
FROM s
PARSE JSON;
