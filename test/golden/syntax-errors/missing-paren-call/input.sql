CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE STREAMING TABLE logins (
  os STRING AS lower(trim(device),
  level INT
)
FROM logs
PARSE JSON;

CREATE SINK out WITH ('connector' = 'print') AS SELECT * FROM logins;
