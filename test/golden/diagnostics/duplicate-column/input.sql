CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT,
  a STRING PATH '$.b'
)
FROM s
PARSE JSON;
