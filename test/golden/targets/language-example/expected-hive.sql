CREATE EXTERNAL TABLE IF NOT EXISTS `bad_records` (
  `stage` STRING,
  `table_name` STRING,
  `column_name` STRING,
  `sink_name` STRING,
  `error_class` STRING,
  `message` STRING,
  `place` STRING,
  `topic` STRING,
  `partition_id` INT,
  `record_offset` BIGINT,
  `record_time` TIMESTAMP,
  `hour` STRING,
  `raw` STRING,
  `raw_bytes` BINARY,
  `plan` STRING
)
PARTITIONED BY (
  `dt` STRING,
  `error_code` STRING
)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS TEXTFILE
LOCATION 'warehouse/bad_records';

CREATE EXTERNAL TABLE IF NOT EXISTS `role_login_dw` (
  `log_time` TIMESTAMP,
  `account` STRING,
  `role_id` BIGINT,
  `level` INT COMMENT 'at login',
  `device` STRING,
  `os` STRING,
  `rest` STRING,
  `src_off` BIGINT
)
PARTITIONED BY (
  `dt` STRING,
  `server` INT
)
STORED AS PARQUET
LOCATION 'warehouse/dwd_role_login';
