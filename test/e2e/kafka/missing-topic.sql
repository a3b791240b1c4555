CREATE SOURCE nowhere WITH (
  'connector' = 'kafka',
  'topic' = 'no.such.topic',
  'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}',
  'properties.group.id' = 'etl.nowhere'
);

CREATE STREAMING TABLE anything (id BIGINT) FROM nowhere PARSE JSON;

CREATE SINK anything_out WITH ('connector' = 'print') AS SELECT * FROM anything;
