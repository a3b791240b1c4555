CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  os STRING AS lower(device),
  other INT
)
FROM s
PARSE JSON;
