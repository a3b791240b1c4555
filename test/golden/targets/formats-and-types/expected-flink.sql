CREATE TABLE IF NOT EXISTS `in_csv` (
  `a` BOOLEAN NOT NULL COMMENT 'a comment; with a semicolon, and ''quotes''',
  `b` TINYINT,
  `c` SMALLINT,
  `d` INT,
  `e` BIGINT NOT NULL,
  `f` FLOAT,
  `g` DOUBLE,
  `h` DECIMAL(38, 10),
  `i` STRING,
  `j` VARCHAR(20),
  `k` BYTES,
  `l` DATE,
  `m` TIME(3),
  `n` TIMESTAMP(6),
  `o` TIMESTAMP_LTZ(3),
  `p` STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/csv',
  'format' = 'csv',
  'csv.field-delimiter' = ','
);

CREATE TABLE IF NOT EXISTS `in_json` (
  `a` BOOLEAN NOT NULL COMMENT 'a comment; with a semicolon, and ''quotes''',
  `b` TINYINT,
  `c` SMALLINT,
  `d` INT,
  `e` BIGINT NOT NULL,
  `f` FLOAT,
  `g` DOUBLE,
  `h` DECIMAL(38, 10),
  `i` STRING,
  `j` VARCHAR(20),
  `k` BYTES,
  `l` DATE,
  `m` TIME(3),
  `n` TIMESTAMP(6),
  `o` TIMESTAMP_LTZ(3),
  `p` STRING
) PARTITIONED BY (`l`, `j`) WITH (
  'connector' = 'filesystem',
  'path' = 'out/json',
  'format' = 'json',
  'partition.default-name' = '__HIVE_DEFAULT_PARTITION__'
);

CREATE TABLE IF NOT EXISTS `in_kafka` (
  `a` BOOLEAN NOT NULL COMMENT 'a comment; with a semicolon, and ''quotes''',
  `b` TINYINT,
  `c` SMALLINT,
  `d` INT,
  `e` BIGINT NOT NULL,
  `f` FLOAT,
  `g` DOUBLE,
  `h` DECIMAL(38, 10),
  `i` STRING,
  `j` VARCHAR(20),
  `k` BYTES,
  `l` DATE,
  `m` TIME(3),
  `n` TIMESTAMP(6),
  `o` TIMESTAMP_LTZ(3),
  `p` STRING
) WITH (
  'connector' = 'kafka',
  'topic' = 't',
  'properties.bootstrap.servers' = 'b:9092',
  'value.fields-include' = 'EXCEPT_KEY',
  'key.fields' = 'i',
  'key.format' = 'raw',
  'format' = 'avro',
  'avro.timestamp_mapping.legacy' = 'false',
  'scan.startup.mode' = 'earliest-offset',
  'properties.isolation.level' = 'read_committed'
);

CREATE TABLE IF NOT EXISTS `in_parquet` (
  `a` BOOLEAN NOT NULL COMMENT 'a comment; with a semicolon, and ''quotes''',
  `m` TIME(3),
  `n` TIMESTAMP(6),
  `o` TIMESTAMP_LTZ(3)
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/parquet',
  'format' = 'parquet'
);

CREATE TABLE IF NOT EXISTS `in_text` (
  `i` STRING,
  `m` TIME(3)
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/text',
  'format' = 'csv',
  'csv.field-delimiter' = U&'\0009',
  'csv.null-literal' = '\N',
  'csv.escape-character' = '\',
  'csv.disable-quote-character' = 'true'
);
