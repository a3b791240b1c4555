CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  device JSON
)
FROM s
PARSE JSON
WHERE device = 'ios';
