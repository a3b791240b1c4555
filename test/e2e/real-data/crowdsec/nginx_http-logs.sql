CREATE SOURCE nginx WITH ('connector' = 'file', 'path' = '${env:LOG}');

CREATE STREAMING TABLE nginx_line (
  line BIGINT METADATA FROM 'file.line',
  target_fqdn STRING,
  port INT,
  remote_addr STRING,
  remote_user STRING,
  time_local STRING,
  time STRING,
  verb STRING,
  request STRING,
  http_version STRING,
  status INT,
  body_bytes_sent BIGINT,
  http_referer STRING,
  http_user_agent STRING,
  loglevel STRING,
  pid INT,
  tid INT,
  cid BIGINT
)
FROM nginx
PARSE GROK
  '^(?:%{IPORHOST:target_fqdn}(?::%{INT:port})? )?%{IPORHOST:remote_addr} -(?: %{NOTSPACE:remote_user})? \[%{HTTPDATE:time_local}\] "%{WORD:verb} %{NOTSPACE:request} HTTP/%{NUMBER:http_version}" %{INT:status} %{INT:body_bytes_sent} "%{DATA:http_referer}" "%{DATA:http_user_agent}"$',
  '^(?<time>%{YEAR}/%{MONTHNUM2}/%{MONTHDAY} %{TIME}) \[%{LOGLEVEL:loglevel}\] %{INT:pid}#%{INT:tid}: \*%{INT:cid} .*, client: %{IPORHOST:remote_addr}, server: .*, request: "%{WORD:verb} %{NOTSPACE:request} HTTP/%{NUMBER:http_version}", host: "%{IPORHOST:target_fqdn}"$';

CREATE SINK rows WITH ('connector' = 'hive', 'path' = '${env:OUT}', 'format' = 'json') AS SELECT * FROM nginx_line;
