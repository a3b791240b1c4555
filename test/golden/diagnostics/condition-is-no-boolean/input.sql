CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  level INT,
  name STRING
)
FROM s
FILTER offset
PARSE JSON
WHERE level AND name;
