CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs');

CREATE STREAMING TABLE login (
  client_ip STRING NOT NULL,
  name      STRING,
  CHECK (level > 0)
)
FROM logs
PARSE REGEX THEN JSON (body)
WHERE level <> 404;

CREATE SINK logins WITH ('connector' = 'print') AS SELECT client_ip, level FROM login WHERE level < 500;

CREATE SINK old WITH ('connector' = 'print') AS SELECT level FROM login WHERE level < 5;
