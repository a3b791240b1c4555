CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING,
  b BOOLEAN AS a MATCHES '(?:a|ab|b)*c'
)
FROM s
FILTER MATCHES '(?m)^ERROR'
PARSE REGEX '^(?<a>(?:\w+\s?)+):', '^(?<a>\pL+)$', '^(?:(?<a>x),)+$', '^(?<a>(?:\w+,)*\w+)$';

CREATE SINK k WITH ('connector' = 'print') AS SELECT * FROM t;
