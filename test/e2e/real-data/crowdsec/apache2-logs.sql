CREATE SOURCE apache WITH ('connector' = 'file', 'path' = '${env:LOG}');

-- Access lines with and without a virtual host in front, and lines of the error log, in one file.
CREATE STREAMING TABLE apache_line (
  line BIGINT METADATA FROM 'file.line',
  target_fqdn STRING,
  port INT,
  clientip STRING,
  ident STRING,
  auth STRING,
  timestamp STRING,
  verb STRING,
  request STRING,
  httpversion STRING,
  response INT,
  bytes BIGINT,
  referrer STRING,
  http_user_agent STRING,
  module STRING,
  loglevel STRING,
  pid INT,
  tid BIGINT,
  proxy_errorcode INT,
  proxy_errormessage STRING,
  client STRING,
  clientport INT,
  errorcode STRING,
  username STRING,
  target_uri STRING
)
FROM apache
PARSE GROK
  '^(?:%{IPORHOST:target_fqdn}(?::%{INT:port})? )?%{IPORHOST:clientip} %{NOTSPACE:ident} %{NOTSPACE:auth} \[%{HTTPDATE:timestamp}\] "%{WORD:verb} %{NOTSPACE:request} HTTP/%{NUMBER:httpversion}" %{INT:response} %{INT:bytes}(?: "%{DATA:referrer}" "%{DATA:http_user_agent}")?$',
  '^\[%{HTTPDERROR_DATE:timestamp}\] \[%{WORD:module}:%{LOGLEVEL:loglevel}\] \[pid %{INT:pid}:tid %{INT:tid}\] (?:\(%{INT:proxy_errorcode}\)%{DATA:proxy_errormessage}: )?\[client %{IP:client}:%{INT:clientport}\] %{WORD:errorcode}: (?:user %{NOTSPACE:username} not found: %{NOTSPACE:target_uri}|%{GREEDYDATA})$';

CREATE SINK rows WITH ('connector' = 'hive', 'path' = '${env:OUT}', 'format' = 'json') AS SELECT * FROM apache_line;
