-- The table of tables/access.sql with a pattern of the library's parts instead of a regex.
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
PARSE GROK '^%{IPORHOST:client} %{NOTSPACE} %{NOTSPACE} \[%{HTTPDATE:time}\] "%{WORD:method} %{NOTSPACE:url} HTTP/%{NUMBER}" %{INT:status} %{INT:bytes} "%{DATA:referrer}" "%{DATA:agent}" %{NUMBER:seconds}$';
