CREATE SOURCE apache_log WITH ('connector' = 'file', 'path' = '${env:LOGS}/apache_logs');

CREATE STREAMING TABLE access (
  ip       STRING NOT NULL,
  log_time TIMESTAMP_LTZ(0) NOT NULL FORMAT 'dd/MMM/yyyy:HH:mm:ss Z',
  method   STRING NOT NULL,
  path     STRING NOT NULL,
  status   SMALLINT NOT NULL,
  bytes    BIGINT AS CAST(nullif(bytes, '-') AS BIGINT),
  referrer STRING AS nullif(referrer, '-'),
  agent    STRING,
  campaign STRING AS parse_url(path, 'QUERY', 'utm_campaign'),
  dt       STRING NOT NULL AS date_format(log_time, 'yyyy-MM-dd'),
  hour     STRING NOT NULL AS date_format(log_time, 'HH'),
  offset   BIGINT NOT NULL METADATA
)
COMMENT 'Apache access lines, combined format'
FROM apache_log
PARSE REGEX '^(?<ip>\S+) \S+ \S+ \[(?<log_time>[^\]]+)\] "(?<method>[A-Z]+) (?<path>\S+) HTTP/[0-9.]+" (?<status>\d{3}) (?<bytes>\d+|-) "(?<referrer>[^"]*)" "(?<agent>.*)"$'
WHERE status >= 100;

CREATE SINK access_by_day
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = '${env:OUT}/access', 'format' = 'parquet')
AS SELECT * FROM access;

CREATE SINK bad
WITH ('connector' = 'hive', 'path' = '${env:OUT}/bad', 'format' = 'json')
AS SELECT * FROM ERRORS OF apache_log;

TEST access
  GIVEN '83.149.9.216 - - [17/May/2015:10:05:03 +0000] "GET /a?utm_campaign=x HTTP/1.1" 304 - "-" "Mozilla"'
  EXPECT (status = 304, bytes = NULL, referrer = NULL, campaign = 'x', dt = '2015-05-17', hour = '10')
  GIVEN '83.149.9.216 - - [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 304 - "-" "Moz'
  EXPECT ERROR 'PARSE_REGEX';
