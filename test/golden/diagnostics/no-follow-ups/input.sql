CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRNG,
  b INT AS a + 1,
  c INT AS length(lowr(a)),
  d BOOLEAN AS unknown_one > 3 AND b > 2
)
FROM s
PARSE JSON
WHERE b > 3 AND a = 5;

CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out/k', 'format' = 'json')
AS SELECT a, b, c FROM t;
