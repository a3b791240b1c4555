CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT,
  b INT DEFAULT a,
  c STRING DEFAULT lower('X')
)
FROM s
PARSE JSON;
