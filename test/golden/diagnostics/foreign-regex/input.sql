CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING,
  b STRING
)
FROM s
PARSE REGEX '^it''s (?<a>\w+)(?=;)(?<!x)(?>y)\1 \k<a>a++b*+ (?<b>.*)$';
