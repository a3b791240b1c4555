CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  n INT,
  a STRING AS n || 'x',
  b BOOLEAN AS n LIKE '1%'
)
FROM s
PARSE JSON;
