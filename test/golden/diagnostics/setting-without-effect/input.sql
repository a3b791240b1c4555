SET 'job.shards' = '4';

CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE STREAMING TABLE login (
  id BIGINT
)
FROM logs
PARSE JSON;

CREATE SINK login_print
WITH ('connector' = 'print')
AS SELECT * FROM login;
