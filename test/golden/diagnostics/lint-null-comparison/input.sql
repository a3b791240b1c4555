CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING,
  n INT,
  b BOOLEAN AS CASE WHEN a = NULL THEN TRUE END,
  CHECK (n BETWEEN 1 AND NULL)
)
FROM s
PARSE JSON
WHERE NULL <> a;

CREATE SINK k
WITH ('connector' = 'print')
AS SELECT * FROM t WHERE n NOT IN (1, NULL) AND n IN (2, NULL) AND (n > NULL OR a IS NULL);

TEST t
  GIVEN '{"a": "x"}'
  EXPECT (n = NULL);
