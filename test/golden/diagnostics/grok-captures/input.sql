CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  client STRING PATH '$.clientip',
  method STRING PATH '$.http.request.methd',
  request JSON PATH '$.http.request',
  timestmp STRING,
  rest JSON REST
)
FROM s
PARSE GROK '%{HTTPD_COMBINEDLOG}';

CREATE STREAMING TABLE u (
  a INT
)
FROM s
PARSE GROK '%{HTTPD_COMBINEDLOG}' THEN KEY_VALUE (PATH '$.url.orignal' AS q)
  WITH ('kv.fild-delimiter' = '&', 'kv.quote-character' = '""');
