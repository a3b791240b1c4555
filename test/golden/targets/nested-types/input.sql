CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in.log');

CREATE STREAMING TABLE orders (
  id     BIGINT NOT NULL,
  tags   ARRAY<STRING> NOT NULL,
  prices MAP<STRING, DECIMAL(38, 10)>,
  buyer  ROW<id BIGINT, since TIMESTAMP_LTZ(3), address ROW<city STRING, `Zip` VARCHAR(10)>>,
  items  ARRAY<ROW<sku STRING, at TIME(0), raw BYTES, more MAP<STRING, ARRAY<JSON>>>>
) FROM s PARSE JSON;

CREATE SINK in_csv WITH ('connector' = 'hive', 'path' = 'out/csv', 'format' = 'csv') AS SELECT id, items FROM orders;
CREATE SINK in_json WITH ('connector' = 'hive', 'path' = 'out/json', 'format' = 'json') AS SELECT * FROM orders;
CREATE SINK in_kafka
WITH ('connector' = 'kafka', 'properties.bootstrap.servers' = 'b:9092', 'topic' = 't', 'format' = 'avro', 'sink.delivery-guarantee' = 'at-least-once')
AS SELECT * FROM orders;
CREATE SINK in_parquet WITH ('connector' = 'hive', 'path' = 'out/parquet', 'format' = 'parquet') AS SELECT * FROM orders;
CREATE SINK in_text WITH ('connector' = 'hive', 'path' = 'out/text', 'format' = 'text') AS SELECT * FROM orders;
