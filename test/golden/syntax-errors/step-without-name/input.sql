CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE STREAMING TABLE t (a INT) FROM logs PARSE JSON (substring(raw, 5));
