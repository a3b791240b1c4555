SET 'job.epoch-records' = '500';

CREATE SOURCE numbers WITH (
  'connector' = 'kafka',
  'topic' = 'watched',
  'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}',
  'properties.group.id' = 'etl.watched',
  'scan.startup.mode' = 'earliest-offset',
  'scan.rate-limit' = '1000'
);

CREATE STREAMING TABLE number (n BIGINT NOT NULL) FROM numbers PARSE JSON;

CREATE SINK number_files WITH ('connector' = 'hive', 'path' = '${env:OUT}', 'format' = 'json')
AS SELECT * FROM number;
