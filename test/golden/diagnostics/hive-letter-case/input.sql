CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  userId STRING,
  userid STRING
)
FROM s
PARSE JSON;

CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out/k', 'format' = 'json')
AS SELECT * FROM t;

CREATE SINK l WITH ('connector' = 'hive', 'path' = 'out/l', 'format' = 'json')
AS SELECT userId, userid FROM t;
