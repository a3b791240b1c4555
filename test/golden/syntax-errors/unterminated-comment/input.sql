CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

/* everything from here
CREATE SINK out WITH ('connector' = 'print') AS SELECT * FROM logins;
