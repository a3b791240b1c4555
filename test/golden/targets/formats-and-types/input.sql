CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in.log');

CREATE STREAMING TABLE every_type (
  a BOOLEAN NOT NULL COMMENT 'a comment; with a semicolon, and ''quotes''',
  b TINYINT,
  c SMALLINT,
  d INT,
  e BIGINT NOT NULL,
  f FLOAT,
  g DOUBLE,
  h DECIMAL(38, 10),
  i STRING,
  j VARCHAR(20),
  k BYTES,
  l DATE,
  m TIME(3),
  n TIMESTAMP(6),
  o TIMESTAMP_LTZ(3),
  p JSON
) FROM s PARSE JSON;

CREATE SINK in_csv WITH ('connector' = 'hive', 'path' = 'out/csv', 'format' = 'csv') AS SELECT * FROM every_type;
CREATE SINK in_json PARTITIONED BY (l, j) WITH ('connector' = 'hive', 'path' = 'out/json', 'format' = 'json') AS SELECT * FROM every_type;
CREATE SINK in_kafka
WITH ('connector' = 'kafka', 'properties.bootstrap.servers' = 'b:9092', 'topic' = 't', 'format' = 'avro', 'key.fields' = 'i', 'value.fields-include' = 'EXCEPT_KEY', 'sink.delivery-guarantee' = 'at-least-once')
AS SELECT * FROM every_type;
CREATE SINK in_parquet WITH ('connector' = 'hive', 'path' = 'out/parquet', 'format' = 'parquet') AS SELECT a, m, n, o FROM every_type;
CREATE SINK in_text WITH ('connector' = 'hive', 'path' = 'out/text', 'format' = 'text', 'text.field-delimiter' = '\t') AS SELECT i, m FROM every_type;
