CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a ROW<x INT, x STRING>
)
FROM s
PARSE JSON;
