-- Headers of Kafka's messages as a MAP, to topics and into files, and back into a header of what is written.
CREATE SOURCE tracked WITH (
  'connector' = 'kafka',
  'topic' = '${env:RUN}.headers.raw',
  'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}',
  'properties.group.id' = '${env:RUN}.etl.headers',
  'scan.startup.mode' = 'earliest-offset'
);

CREATE STREAMING TABLE request (
  n       INT     NOT NULL,
  headers MAP<STRING, BYTES> METADATA,
  texts   MAP<STRING, STRING> METADATA FROM 'headers' NULL ON ERROR,
  json    JSON    AS CAST(headers AS JSON),
  trace   BYTES   METADATA FROM 'headers.trace',
  has_two BOOLEAN AS map_keys(headers) = ARRAY['trace', 'origin']
)
FROM tracked
PARSE JSON;

CREATE SINK as_json
WITH (
  'connector' = 'kafka',
  'topic' = '${env:RUN}.headers.json',
  'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}',
  'sink.delivery-guarantee' = 'at-least-once',
  'format' = 'json'
)
AS SELECT * FROM request;

CREATE SINK as_avro
WITH (
  'connector' = 'kafka',
  'topic' = '${env:RUN}.headers.avro',
  'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}',
  'sink.delivery-guarantee' = 'at-least-once',
  'format' = 'avro'
)
AS SELECT * FROM request;

CREATE SINK as_parquet
WITH ('connector' = 'hive', 'path' = '${env:OUT}/parquet', 'format' = 'parquet')
AS SELECT * FROM request;

CREATE SINK failed
WITH (
  'connector' = 'kafka',
  'topic' = '${env:RUN}.headers.errors',
  'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}',
  'key.fields' = 'topic',
  'sink.headers' = 'error_code;table_name;column_name;dt',
  'format' = 'json'
)
AS SELECT topic, error_code, table_name, column_name, message, raw, dt FROM ERRORS OF tracked;
