CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING,
  n INT,
  x DOUBLE,
  t TIMESTAMP(3)
)
FROM s
PARSE JSON;

CREATE SINK k WITH ('connector' = 'kafka', 'topic' = 'out', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json', 'sink.delivery-guarantee' = 'at-least-once', 'key.fields' = 'n;aa')
AS SELECT a, n, x FROM t;

CREATE SINK l WITH ('connector' = 'kafka', 'topic' = 'l', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json', 'sink.delivery-guarantee' = 'at-least-once', 'key.fields' = 'x', 'key.format' = 'json', 'sink.timestamp' = 't')
AS SELECT a, x, n, t FROM t;

CREATE SINK m WITH ('connector' = 'kafka', 'topic' = 'm', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json', 'sink.delivery-guarantee' = 'at-least-once', 'key.format' = 'raw')
AS SELECT a FROM t;
