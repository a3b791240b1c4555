CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  level INT
)
FROM s
PARSE JSON
WHERE levle > 0 AND nothing_like_it = 1;
