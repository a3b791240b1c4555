CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a DECIMAL(39, 2),
  b DECIMAL(5, 6),
  c VARCHAR,
  d TIMESTAMP(9),
  e MAP<INT, STRING>,
  f INT(11)
)
FROM s
PARSE JSON;
