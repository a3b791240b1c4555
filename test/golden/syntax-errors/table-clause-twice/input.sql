CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE STREAMING TABLE logins (server INT, WATERMARK FOR a AS a, WATERMARK FOR b AS b)
FROM logs
PARSE JSON
FROM logs2;

CREATE SINK out WITH ('connector' = 'print') AS SELECT * FROM logins;
