CREATE EXTERNAL TABLE IF NOT EXISTS `in_csv` (
  `a` BOOLEAN COMMENT 'a comment\; with a semicolon, and \'quotes\'',
  `b` TINYINT,
  `c` SMALLINT,
  `d` INT,
  `e` BIGINT,
  `f` FLOAT,
  `g` DOUBLE,
  `h` DECIMAL(38,10),
  `i` STRING,
  `j` VARCHAR(20),
  `k` BINARY,
  `l` DATE,
  `m` STRING,
  `n` TIMESTAMP,
  `o` TIMESTAMP,
  `p` STRING
)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'
STORED AS TEXTFILE
LOCATION 'out/csv';

CREATE EXTERNAL TABLE IF NOT EXISTS `in_json` (
  `a` BOOLEAN COMMENT 'a comment\; with a semicolon, and \'quotes\'',
  `b` TINYINT,
  `c` SMALLINT,
  `d` INT,
  `e` BIGINT,
  `f` FLOAT,
  `g` DOUBLE,
  `h` DECIMAL(38,10),
  `i` STRING,
  `k` BINARY,
  `m` STRING,
  `n` TIMESTAMP,
  `o` TIMESTAMP,
  `p` STRING
)
PARTITIONED BY (
  `l` DATE,
  `j` VARCHAR(20)
)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS TEXTFILE
LOCATION 'out/json';

CREATE EXTERNAL TABLE IF NOT EXISTS `in_parquet` (
  `a` BOOLEAN COMMENT 'a comment\; with a semicolon, and \'quotes\'',
  `m` BIGINT,
  `n` TIMESTAMP,
  `o` TIMESTAMP
)
STORED AS PARQUET
LOCATION 'out/parquet';

CREATE EXTERNAL TABLE IF NOT EXISTS `in_text` (
  `i` STRING,
  `m` STRING
)
ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' ESCAPED BY '\\' NULL DEFINED AS '\\N'
STORED AS TEXTFILE
LOCATION 'out/text'
TBLPROPERTIES ('serialization.escape.crlf' = 'true');
