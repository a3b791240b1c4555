CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  `user-id` STRING,
  `1st` INT
)
FROM s
PARSE JSON;

CREATE SINK k WITH ('connector' = 'kafka', 'topic' = 'out', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'avro', 'sink.delivery-guarantee' = 'at-least-once')
AS SELECT * FROM t;
