CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a DATE METADATA FROM 'offset'
)
FROM s
PARSE JSON;
