CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  item STRING,
  shop STRING
)
FROM s
PARSE GROK '%{PURCHASE} %{LOOP}' WITH ('grok.patterns' = 'own.grok')
THEN GROK '%{IP:ip}' (item) WITH ('grok.patterns' = 'no-such.grok', 'grok.names' = 'ecs');
