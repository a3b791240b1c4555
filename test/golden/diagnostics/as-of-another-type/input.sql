CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  n TINYINT AS length(s),
  s STRING,
  b BIGINT AS nullif(s, '-')
)
FROM s
PARSE JSON;
