CREATE TABLE IF NOT EXISTS `in_csv` (
  `id` BIGINT NOT NULL,
  `items` STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/csv',
  'format' = 'csv',
  'csv.field-delimiter' = ','
);

CREATE TABLE IF NOT EXISTS `in_json` (
  `id` BIGINT NOT NULL,
  `tags` ARRAY<STRING> NOT NULL,
  `prices` MAP<STRING, DECIMAL(38, 10)>,
  `buyer` ROW<`id` BIGINT, `since` TIMESTAMP_LTZ(3), `address` ROW<`city` STRING, `Zip` VARCHAR(10)>>,
  `items` ARRAY<ROW<`sku` STRING, `at` TIME(0), `raw` BYTES, `more` MAP<STRING, ARRAY<STRING>>>>
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/json',
  'format' = 'json'
);

CREATE TABLE IF NOT EXISTS `in_kafka` (
  `id` BIGINT NOT NULL,
  `tags` ARRAY<STRING> NOT NULL,
  `prices` MAP<STRING, DECIMAL(38, 10)>,
  `buyer` ROW<`id` BIGINT, `since` TIMESTAMP_LTZ(3), `address` ROW<`city` STRING, `Zip` VARCHAR(10)>>,
  `items` ARRAY<ROW<`sku` STRING, `at` TIME(0), `raw` BYTES, `more` MAP<STRING, ARRAY<STRING>>>>
) WITH (
  'connector' = 'kafka',
  'topic' = 't',
  'properties.bootstrap.servers' = 'b:9092',
  'format' = 'avro',
  'avro.timestamp_mapping.legacy' = 'false',
  'scan.startup.mode' = 'earliest-offset',
  'properties.isolation.level' = 'read_committed'
);

CREATE TABLE IF NOT EXISTS `in_parquet` (
  `id` BIGINT NOT NULL,
  `tags` ARRAY<STRING> NOT NULL,
  `prices` MAP<STRING, DECIMAL(38, 10)>,
  `buyer` ROW<`id` BIGINT, `since` TIMESTAMP_LTZ(3), `address` ROW<`city` STRING, `Zip` VARCHAR(10)>>,
  `items` ARRAY<ROW<`sku` STRING, `at` TIME(0), `raw` BYTES, `more` MAP<STRING, ARRAY<STRING>>>>
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/parquet',
  'format' = 'parquet'
);

CREATE TABLE IF NOT EXISTS `in_text` (
  `id` BIGINT NOT NULL,
  `tags` STRING NOT NULL,
  `prices` STRING,
  `buyer` STRING,
  `items` STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/text',
  'format' = 'csv',
  'csv.field-delimiter' = U&'\0001',
  'csv.null-literal' = '\N',
  'csv.escape-character' = '\',
  'csv.disable-quote-character' = 'true'
);
