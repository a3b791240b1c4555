CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING
)
FROM s
PARSE JSON;

CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out/k', 'format' = 'json', 'sink.rolling-policy.rollover-interval' = '1 h')
AS SELECT * FROM t;
