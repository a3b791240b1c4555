CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING,
  b STRING
)
FROM s
PARSE REGEX '^(?<a>\d+) (?<b>.*)$' THEN CSV (b);
