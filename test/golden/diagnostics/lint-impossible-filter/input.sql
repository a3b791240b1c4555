CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING
)
FROM s
FILTER CONTAINS '[Login]' AND NOT CONTAINS 'Login'
PARSE JSON;

CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out/k', 'format' = 'json')
AS SELECT * FROM t;
