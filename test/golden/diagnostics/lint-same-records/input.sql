CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING
)
FROM s
FILTER CONTAINS '[Login]'
PARSE JSON;

CREATE STREAMING TABLE u (
  a STRING,
  b STRING
)
FROM s
FILTER raw CONTAINS $$[Login]$$
PARSE JSON;

CREATE STREAMING TABLE v (
  a STRING
)
FROM s
FILTER CONTAINS '[Login]'
PARSE JSON
WHERE a <> 'x';

CREATE SINK t_rows
WITH ('connector' = 'print')
AS SELECT * FROM t;

CREATE SINK u_rows
WITH ('connector' = 'print')
AS SELECT * FROM u;

CREATE SINK v_rows
WITH ('connector' = 'print')
AS SELECT * FROM v;
