CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING NOT NULL
)
FROM s
PARSE JSON;

CREATE SINK k PARTITIONED BY (a)
WITH ('connector' = 'kafka', 'topic' = 'out', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json', 'sink.delivery-guarantee' = 'at-least-once')
AS SELECT * FROM t;
