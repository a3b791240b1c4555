CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING AS lower(bdoy)
)
FROM s
PARSE REGEX '^(?<body>.*)$';
