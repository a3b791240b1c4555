-- sluice:ignore W205 E2004 nonsense
CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

-- sluice:ignore E2004
CREATE STREAMING TABLE t (
  a STRING
)
FROM s
PARSE JSON;

CREATE SINK k
WITH ('connector' = 'print')
AS SELECT a FROM t;
