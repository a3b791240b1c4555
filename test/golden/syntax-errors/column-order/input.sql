CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE STREAMING TABLE logins (
  server INT PATH '$.server' NOT NULL,
  level INT DEFAULT 1 PATH '$.level',
  t TIMESTAMP(3) COMMENT 'when' FORMAT 'ISO8601'
)
FROM logs
PARSE JSON;

CREATE SINK out WITH ('connector' = 'print') AS SELECT * FROM logins;
