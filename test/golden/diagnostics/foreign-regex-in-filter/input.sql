CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING
)
FROM s
FILTER MATCHES '^(?!DEBUG)'
PARSE JSON;
