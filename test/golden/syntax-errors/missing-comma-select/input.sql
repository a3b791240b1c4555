CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE SINK out WITH ('connector' = 'print') AS SELECT a b FROM logins WHERE a > 1;
