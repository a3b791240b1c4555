-- nginx, "combined" and the seconds it took:
--   203.0.113.9 - - [20/Nov/2026:10:00:00 +0800] "GET /shop/item/4?from=mail HTTP/1.1" 200 5316 "https://play.example.com/home" "curl/8.16.0" 0.041
CREATE STREAMING TABLE web_access (
  client_ip  STRING NOT NULL,
  time       TIMESTAMP_LTZ(0) NOT NULL FORMAT 'dd/MMM/yyyy:HH:mm:ss Z',
  method     STRING NOT NULL,
  url        STRING NOT NULL,
  path       STRING NOT NULL AS parse_url(url, 'PATH'),
  campaign   STRING AS parse_url(url, 'QUERY', 'from'),
  status     INT    NOT NULL,
  bytes      BIGINT,  -- '-' is NULL, see below
  referer    STRING,
  user_agent STRING,
  seconds    DECIMAL(9, 3) NOT NULL,
  dt         STRING NOT NULL AS date_format(time, 'yyyy-MM-dd'),
  WATERMARK FOR time AS time - INTERVAL '1' MINUTE
)
COMMENT 'one row per request, health checks left out'
FROM mixed_log
FILTER MATCHES '^\S+ \S+ \S+ \[\d\d/\w{3}/\d{4}:'
PARSE REGEX '^(?<client_ip>\S+) \S+ \S+ \[(?<time>[^\]]+)\] "(?<method>[A-Z]+) (?<url>\S+) HTTP/[\d.]+" (?<status>\d{3}) (?<bytes>\d+|-) "(?<referer>[^"]*)" "(?<user_agent>[^"]*)" (?<seconds>[\d.]+)$'
    WITH ('null-literal' = '-')
WHERE path <> '/healthz';

CREATE SINK web_access_dw
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = 'out/web_access', 'format' = 'parquet')
AS SELECT * FROM web_access;

CREATE SINK web_failures
PARTITIONED BY (dt, status)
WITH ('connector' = 'hive', 'path' = 'out/web_failures', 'format' = 'json')
AS SELECT time, client_ip, method, url, status, seconds, dt FROM web_access WHERE status >= 500;

TEST web_access
  GIVEN '203.0.113.9 - - [20/Nov/2026:10:00:00 +0800] "GET /shop/item/4?from=mail HTTP/1.1" 304 - "-" "curl/8.16.0" 0.041'
  EXPECT (
    path = '/shop/item/4',
    campaign = 'mail',
    status = 304,
    bytes = NULL,
    referer = NULL,
    seconds = 0.041,
    dt = '2026-11-20'
  )
  GIVEN '203.0.113.9 - - [20/Nov/2026:10:00:00 +0800] "GET /healthz HTTP/1.1" 200 2 "-" "probe" 0.001'
  EXPECT DROPPED 'where'
  GIVEN '203.0.113.9 - - [20/Nov/2026:10:00:00 +0800] "GET /shop'
  EXPECT ERROR 'PARSE_REGEX'
  GIVEN '203.0.113.9 - - [31/Feb/2026:10:00:00 +0800] "GET / HTTP/1.1" 200 2 "-" "curl/8.16.0" 0.001'
  EXPECT ERROR 'CAST';
