CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE STREAMING TABLE logins (
  a INT DEFAULT,
  b INT DEFAULT 1 ON NULL,
  c INT NULL ON EMPTY,
  d INT NULL
)
FROM logs
PARSE JSON;

CREATE SINK out WITH ('connector' = 'print') AS SELECT * FROM logins;
