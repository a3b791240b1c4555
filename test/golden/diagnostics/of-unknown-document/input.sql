CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT PATH '$.a' OF body,
  b STRING PATH '$.b' OF paylod
)
FROM s
PARSE REGEX '^(?<payload>.*)$' THEN JSON (payload);
