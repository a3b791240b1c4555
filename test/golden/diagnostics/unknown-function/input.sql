CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING,
  b STRING AS lowr(a)
)
FROM s
PARSE JSON;
