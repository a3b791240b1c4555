CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING AS lower(a),
  b STRING
)
FROM s
PARSE REGEX '(?<b>.*)';
