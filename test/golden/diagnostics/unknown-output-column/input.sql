CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING NOT NULL,
  day STRING NOT NULL
)
FROM s
PARSE JSON;

CREATE SINK k PARTITIONED BY (day, dd)
WITH ('connector' = 'hive', 'path' = 'out/k', 'format' = 'json')
AS SELECT a, day AS dt FROM t;
