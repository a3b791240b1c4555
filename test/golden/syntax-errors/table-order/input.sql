CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE STREAMING TABLE logins (server INT)
PARSE JSON
FROM logs
FILTER CONTAINS 'x';

CREATE SINK out WITH ('connector' = 'print') AS SELECT * FROM logins;
