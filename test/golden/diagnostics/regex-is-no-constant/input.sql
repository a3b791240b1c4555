CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING,
  b STRING
)
FROM s
PARSE JSON
WHERE a MATCHES b;
