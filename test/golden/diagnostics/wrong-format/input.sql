CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a TIMESTAMP(3) FORMAT 'yyyy-MM-dd hh:mm',
  b DATE FORMAT 'UNIX_SM',
  c BYTES FORMAT 'BASE46',
  d TIMESTAMP(3) FORMAT 'YYYY-MM-dd'
)
FROM s
PARSE JSON;
