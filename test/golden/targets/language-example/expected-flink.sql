CREATE TABLE IF NOT EXISTS `bad_records` (
  `error_code` STRING NOT NULL,
  `stage` STRING NOT NULL,
  `table_name` STRING NOT NULL,
  `column_name` STRING,
  `sink_name` STRING,
  `error_class` STRING NOT NULL,
  `message` STRING NOT NULL,
  `place` STRING NOT NULL,
  `topic` STRING NOT NULL,
  `partition_id` INT NOT NULL,
  `record_offset` BIGINT NOT NULL,
  `record_time` TIMESTAMP_LTZ(3) NOT NULL,
  `dt` STRING NOT NULL,
  `hour` STRING NOT NULL,
  `raw` STRING NOT NULL,
  `raw_bytes` BYTES,
  `plan` STRING NOT NULL
) PARTITIONED BY (`dt`, `error_code`) WITH (
  'connector' = 'filesystem',
  'path' = 'warehouse/bad_records',
  'format' = 'json',
  'partition.default-name' = '__HIVE_DEFAULT_PARTITION__'
);

CREATE TABLE IF NOT EXISTS `role_login_dw` (
  `log_time` TIMESTAMP_LTZ(3) NOT NULL,
  `server` INT NOT NULL,
  `account` STRING NOT NULL,
  `role_id` BIGINT NOT NULL,
  `level` INT COMMENT 'at login',
  `device` STRING,
  `os` STRING,
  `dt` STRING NOT NULL,
  `rest` STRING,
  `src_off` BIGINT
) PARTITIONED BY (`dt`, `server`) WITH (
  'connector' = 'filesystem',
  'path' = 'warehouse/dwd_role_login',
  'format' = 'parquet',
  'partition.default-name' = '__HIVE_DEFAULT_PARTITION__'
);

CREATE TABLE IF NOT EXISTS `role_login_rt` (
  `event_time` TIMESTAMP_LTZ(3) NOT NULL,
  `account` STRING NOT NULL,
  `role_id` BIGINT NOT NULL,
  `server` INT NOT NULL,
  `level` INT COMMENT 'at login',
  `os` STRING
) WITH (
  'connector' = 'kafka',
  'topic' = 'dwd.role_login',
  'properties.bootstrap.servers' = '${env:KAFKA_BROKERS:-localhost:9092}',
  'avro-confluent.url' = '${env:SCHEMA_REGISTRY_URL}',
  'key.fields' = 'account',
  'key.format' = 'raw',
  'format' = 'avro-confluent',
  'scan.startup.mode' = 'earliest-offset',
  'properties.isolation.level' = 'read_committed'
);
