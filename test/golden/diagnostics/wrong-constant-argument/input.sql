CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  d JSON,
  s STRING,
  a STRING AS json_value(d, '$.['),
  b STRING AS json_value(d, s)
)
FROM s
PARSE JSON;
