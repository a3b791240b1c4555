CREATE SOURCE s WITH ('connector' = 'kafka', 'topic' = 'raw', 'properties.bootstrap.servers' = 'localhost:9092');
CREATE STREAMING TABLE t (
  a INT
)
FROM s
PARSE JSON;

CREATE SINK k WITH ('connector' = 'kafka', 'topic' = 'o', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'avro-confluent', 'sink.delivery-guarantee' = 'none', 'avro-confluent.url' = 'htp://user:hunter2@registry')
AS SELECT * FROM t;
