CREATE SOURCE caddy WITH ('connector' = 'file', 'path' = '${env:LOG}');

CREATE STREAMING TABLE access (
  line BIGINT METADATA FROM 'file.line',
  remote_ip STRING PATH '$.request.client_ip',
  verb STRING PATH '$.request.method',
  request STRING PATH '$.request.uri',
  protocol STRING PATH '$.request.proto' VIRTUAL,
  http_version STRING AS substring(protocol, 6),
  http_user_agent STRING PATH '$.request.headers."User-Agent"[0]'
)
FROM caddy
FILTER CONTAINS '"logger":"http.log.access'
PARSE JSON;

CREATE SINK rows WITH ('connector' = 'hive', 'path' = '${env:OUT}', 'format' = 'json') AS SELECT * FROM access;
