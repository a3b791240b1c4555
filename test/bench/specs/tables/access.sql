CREATE STREAMING TABLE access (
  client   STRING NOT NULL,
  `time`   TIMESTAMP_LTZ(0) NOT NULL FORMAT 'dd/MMM/yyyy:HH:mm:ss Z',
  method   STRING NOT NULL,
  url      STRING NOT NULL,
  server   INT AS CAST(parse_url(url, 'QUERY', 'server') AS INT),
  status   INT    NOT NULL,
  bytes    BIGINT NOT NULL,
  referrer STRING,
  agent    STRING,
  seconds  DECIMAL(9, 3),
  dt       STRING NOT NULL AS date_format(`time`, 'yyyy-MM-dd')
)
FROM game_log
FILTER CONTAINS ' HTTP/1.1" '
PARSE REGEX '^(?<client>\S+) \S+ \S+ \[(?<time>[^\]]+)\] "(?<method>[A-Z]+) (?<url>\S+) HTTP/[0-9.]+" (?<status>\d{3}) (?<bytes>\d+) "(?<referrer>[^"]*)" "(?<agent>[^"]*)" (?<seconds>[0-9.]+)$';
