CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE ABSTRACT STREAMING TABLE base (
  a INT
);

CREATE STREAMING TABLE t LIKE base (
  b INT
)
FROM s
PARSE JSON;

CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out/k', 'format' = 'json')
AS SELECT * FROM base;

TEST base
  GIVEN '{}'
  EXPECT (a = 1);
