CREATE SOURCE apache_log WITH ('connector' = 'file', 'path' = '${env:BENCH_IN}');

CREATE STREAMING TABLE apache (
  client   STRING NOT NULL,
  `time`   TIMESTAMP_LTZ(0) NOT NULL FORMAT 'dd/MMM/yyyy:HH:mm:ss Z',
  method   STRING NOT NULL,
  path     STRING NOT NULL,
  status   INT NOT NULL,
  bytes    BIGINT AS CAST(nullif(bytes, '-') AS BIGINT),
  referrer STRING AS nullif(referrer, '-'),
  agent    STRING,
  dt       STRING NOT NULL AS date_format(`time`, 'yyyy-MM-dd')
)
FROM apache_log
PARSE REGEX '^(?<client>\S+) \S+ \S+ \[(?<time>[^\]]+)\] "(?<method>[A-Z]+) (?<path>\S+) HTTP/[0-9.]+" (?<status>\d{3}) (?<bytes>\d+|-) "(?<referrer>[^"]*)" "(?<agent>.*)"$';

CREATE SINK apache_parquet
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = '${env:BENCH_OUT}/apache', 'format' = 'parquet')
AS SELECT * FROM apache;
