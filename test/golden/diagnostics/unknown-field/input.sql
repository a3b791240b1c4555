CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT,
  b STRING,
  c INT
)
FROM s
PARSE REGEX '^(?<aa>\d+) (?<b>.*)$';
