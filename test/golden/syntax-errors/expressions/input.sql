CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE STREAMING TABLE logins (
  a INT AS 1 +,
  b INT AS (1 + 2,
  c INT AS a == b,
  d BOOLEAN AS x IS 5,
  e STRING AS role.id,
  f INT AS CASE WHEN a THEN 1,
  g INT AS CAST(a INT),
  h BOOLEAN AS a IN (),
  i BOOLEAN AS a BETWEEN 1
)
FROM logs
PARSE JSON;

CREATE SINK out WITH ('connector' = 'print') AS SELECT * FROM logins;
