CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT AS NULL,
  b BIGINT AS CAST(nullif(b, '-') AS BIGINT),
  c BOOLEAN AS NULL = a,
  d STRING AS coalesce(NULL, NULL),
  e DECIMAL(10, 2) AS CASE WHEN b > 1 THEN 1 ELSE NULL END,
  f TINYINT AS 5,
  g TINYINT AS 500
)
FROM s
PARSE JSON;

CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out/k', 'format' = 'json')
AS SELECT * FROM t;
