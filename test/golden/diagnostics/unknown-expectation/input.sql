CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT
)
FROM s
PARSE JSON;

TEST t
  GIVEN 'x'
  EXPECT ERROR 'PARS_JSON'
  GIVEN 'y'
  EXPECT DROPPED 'filtered'
  GIVEN '{"a":1}'
  EXPECT (b = 1, a = 'one', a = 1);
