CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE SINK out
WITH ('connector' = 'hive')
PARTITIONED BY (dt)
AS SELECT * FROM logins;
