CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  t TIMESTAMP(3) NOT NULL,
  x DOUBLE NOT NULL,
  a INT
)
FROM s
PARSE JSON;

CREATE SINK k PARTITIONED BY (t, x)
WITH ('connector' = 'hive', 'path' = 'out/k', 'format' = 'json')
AS SELECT * FROM t;
