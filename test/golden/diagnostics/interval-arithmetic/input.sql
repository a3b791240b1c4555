CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  t TIMESTAMP(3),
  d DATE,
  a TIMESTAMP(3) AS t + 1,
  b DATE AS d + INTERVAL '2' HOUR
)
FROM s
PARSE JSON;
