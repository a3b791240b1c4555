CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE STREAMING TABLE logins (
  server INT NOT NULL PATH '$.server' AS 1 + 1,
  level INT NOT NULL NOT NULL
)
FROM logs
PARSE JSON;

CREATE SINK out WITH ('connector' = 'print') AS SELECT * FROM logins;
