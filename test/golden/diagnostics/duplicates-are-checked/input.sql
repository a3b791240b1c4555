CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT
)
FROM s
PARSE JSON;
CREATE STREAMING TABLE t (
  b INTT
)
FROM s
PARSE JSON;
CREATE SOURCE s WITH ('connector' = 'file', 'pth' = 'x');

CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out/k', 'format' = 'json')
AS SELECT * FROM t;

CREATE SINK k WITH ('connector' = 'print')
AS SELECT c FROM t;
