CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING
)
FROM s
PARSE JSON;

CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out/k', 'format' = 'json')
AS SELECT a, upper(a) AS big, a || '!' FROM t;
