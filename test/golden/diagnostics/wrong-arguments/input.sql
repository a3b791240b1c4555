CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  n INT,
  s STRING,
  a STRING AS lower(n),
  b STRING AS lower(s, s),
  c STRING AS if(n > 0, s)
)
FROM s
PARSE JSON;
