SET 'job.epoch-records' = '2000';

CREATE SOURCE numbers WITH (
  'connector' = 'kafka',
  'topic' = 'numbers',
  'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}',
  'properties.group.id' = 'etl.numbers',
  'properties.session.timeout.ms' = '2000',
  'properties.heartbeat.interval.ms' = '500',
  'scan.startup.mode' = 'earliest-offset',
  'scan.rate-limit' = '10000'
);

CREATE STREAMING TABLE number (n BIGINT NOT NULL, part INT NOT NULL METADATA FROM 'partition')
FROM numbers PARSE JSON;

CREATE SINK number_files WITH ('connector' = 'hive', 'path' = '${env:OUT}/numbers', 'format' = 'parquet')
AS SELECT * FROM number;
CREATE SINK number_topic
WITH ('connector' = 'kafka', 'topic' = 'numbers.out', 'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}', 'format' = 'json', 'sink.delivery-guarantee' = 'at-least-once')
AS SELECT * FROM number;
