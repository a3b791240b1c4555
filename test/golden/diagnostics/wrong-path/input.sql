CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT PATH '$.a..b',
  b INT PATH 'a.b',
  c INT PATH '$.items[*].id',
  d INT PATH '$[x]'
)
FROM s
PARSE JSON;
