CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT PATH '$.a',
  b JSON REST,
  c STRING
)
FROM s
PARSE REGEX '(?<c>.*)';
