CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a TIMESTAMP_LTZ(3) AS now(),
  b STRING AS uuid(),
  c TIMESTAMP_LTZ(3) AS current_timestamp
)
FROM s
PARSE JSON;
