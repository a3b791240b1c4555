CREATE SOURCE s WITH ('connector' = 'kafka', 'topic' = 'raw');
CREATE STREAMING TABLE t (
  a STRING
)
FROM s
PARSE JSON;

CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out/k')
AS SELECT * FROM t;
