CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT FORMAT 'yyyy',
  b STRING FORMAT 'HEX'
)
FROM s
PARSE JSON;
