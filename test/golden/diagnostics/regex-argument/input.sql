CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING,
  b STRING AS regexp_extract(a, 'it''s (x(?=y))', 1),
  c BIGINT AS unix_timestamp(),
  d INT AS CASE WHEN a = 'x' THEN NULL END,
  e BOOLEAN AS coalesce(NULL, NULL)
)
FROM s
PARSE JSON;

CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out/k', 'format' = 'json')
AS SELECT * FROM t;
