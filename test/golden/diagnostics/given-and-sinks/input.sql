CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT
)
FROM s
PARSE JSON;

CREATE SINK numbers
WITH ('connector' = 'print')
AS SELECT a FROM t;

TEST t
  GIVEN '{"a":1}' WITH ('key' = 'k', 'file.nam' = 'a.log', 'file.line' = 'two', 'timestamp' = 'noon')
  EXPECT IN number (a = 1), IN numbers (a = 'one')
  GIVEN '{"a":1}' WITH ('offset' = '1', 'offset' = '2')
  EXPECT IN numbers (a = 1);
