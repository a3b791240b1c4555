CREATE SOURCE traefik WITH ('connector' = 'file', 'path' = '${env:LOG}');

CREATE STREAMING TABLE access (
  line BIGINT METADATA FROM 'file.line',
  client_host STRING PATH '$.ClientHost' VIRTUAL,
  client_address STRING PATH '$.ClientAddr' VIRTUAL,
  service STRING PATH '$.ServiceAddr' VIRTUAL,
  protocol STRING PATH '$.RequestProtocol' VIRTUAL,
  -- Of a chain of proxies the nearest.
  remote_addr STRING AS regexp_extract(client_host, '([^,]+)$', 1),
  dest_addr STRING AS regexp_extract(client_address, '^(.*):\d+$', 1),
  request_addr STRING PATH '$.RequestAddr',
  service_addr STRING AS regexp_extract(service, '^(.*):\d+$', 1),
  verb STRING PATH '$.RequestMethod',
  request STRING PATH '$.RequestPath',
  http_version STRING AS substring(protocol, 6),
  http_user_agent STRING PATH '$."request_User-Agent"',
  status INT PATH '$.DownstreamStatus',
  body_bytes_sent BIGINT PATH '$.DownstreamContentSize',
  -- Nanoseconds, whatever the name says.
  request_duration_in_ms BIGINT PATH '$.Duration',
  time_local STRING PATH '$.time',
  traefik_router_name STRING PATH '$.RouterName',
  traefik_router_name_root STRING AS regexp_extract(traefik_router_name, '^(\S+)', 1),
  traefik_router_intermediate STRING AS regexp_extract(traefik_router_name, '^\S+ -> (.+) -> \S+$', 1),
  traefik_router_leaf STRING AS regexp_extract(traefik_router_name, ' -> (\S+)$', 1)
)
FROM traefik
FILTER STARTS WITH '{'
PARSE JSON;

CREATE SINK rows WITH ('connector' = 'hive', 'path' = '${env:OUT}', 'format' = 'json') AS SELECT * FROM access;
