CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE ABSTRACT STREAMING TABLE base (
  a INT,
  b STRING AS lowr(a)
)
FROM s
PARSE JSON;

CREATE STREAMING TABLE t LIKE base (
  c INT
);

CREATE STREAMING TABLE u LIKE base (
  d INT
);
