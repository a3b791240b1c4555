CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  level INT
)
FROM s
FILTER level > 3 AND topc = 'a'
PARSE JSON;
