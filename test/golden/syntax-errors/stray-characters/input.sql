CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE STREAMING TABLE logins (
  server INT PATH @@ '$.server',
  level INT AS a && b,
  x STRING AS a::STRING,
  `ok` INT ?
)
FROM logs
PARSE JSON;

CREATE SINK out WITH ('connector' = 'print') AS SELECT * FROM logins;
