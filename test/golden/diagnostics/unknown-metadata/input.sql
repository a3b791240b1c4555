CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a BIGINT METADATA FROM 'offst',
  partion INT METADATA
)
FROM s
PARSE JSON;
