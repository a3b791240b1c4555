SET 'job.epoch-records' = '2000';

CREATE SOURCE numbers WITH (
  'connector' = 'kafka',
  'topic' = 'away.in',
  'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}',
  'properties.group.id' = 'etl.away',
  'properties.delivery.timeout.ms' = '${env:PATIENCE}',
  'scan.startup.mode' = 'earliest-offset',
  'properties.session.timeout.ms' = '3000',
  'properties.heartbeat.interval.ms' = '500',
  'scan.rate-limit' = '2000'
);

CREATE STREAMING TABLE number (n BIGINT NOT NULL) FROM numbers PARSE JSON;

CREATE SINK number_topic WITH (
  'connector' = 'kafka',
  'topic' = 'away.out',
  'format' = 'json',
  'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}',
  'properties.delivery.timeout.ms' = '${env:PATIENCE}',
  'sink.delivery-guarantee' = 'at-least-once'
) AS SELECT * FROM number;
