CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING
)
FROM s
PARSE JSON
WHERE CONTAINS 'x';
