CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a TIMESTAMP(3) FORMAT 'yyyy-MM-dd HH:mm:ss Z'
)
FROM s
PARSE JSON;
