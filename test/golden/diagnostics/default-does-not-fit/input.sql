CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a TINYINT DEFAULT 300,
  b INT DEFAULT 'x',
  c DATE DEFAULT 'today' ON ERROR,
  d VARCHAR(2) DEFAULT 'abc',
  e DECIMAL(5, 2) DEFAULT 1.005,
  f INT DEFAULT '7'
)
FROM s
PARSE JSON;
