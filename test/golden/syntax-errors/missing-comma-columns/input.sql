CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE STREAMING TABLE logins (
  log_time TIMESTAMP_LTZ(3) NOT NULL FORMAT 'ISO8601',
  server INT NOT NULL
  account STRING PATH '$.account'
  level INT
)
FROM logs
PARSE JSON;

CREATE SINK out WITH ('connector' = 'print') AS SELECT * FROM logins;
