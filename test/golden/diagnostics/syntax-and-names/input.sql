CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT
  b STRING,
  c STRING AS lower(dd)
)
FROM s
PARSE JSON;

CREATE STREEMING TABLE u (
  a INT
)
FROM s;

CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out/k', 'format' = 'json')
AS SELECT a, b, d FROM t;

CREATE SINK l WITH ('connector' = 'hive' 'path' = 'out/l', 'format' = 'json')
AS SELECT * FROM u;

TEST t
  GIVEN 'x'
  EXPECT (b = 'x', e = 1);

TEST v
  GIVEN 'x'
  EXPECT DROPPED 'filter';
