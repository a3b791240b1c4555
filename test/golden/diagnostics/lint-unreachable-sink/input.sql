CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING,
  n INT,
  price DECIMAL(9, 2)
)
FROM s
PARSE JSON
WHERE a IN ('x', 'y') AND n >= 10;

CREATE SINK k1
WITH ('connector' = 'print')
AS SELECT * FROM t WHERE a = 'z';

CREATE SINK k2
WITH ('connector' = 'print')
AS SELECT * FROM t WHERE n BETWEEN 1 AND 9;

CREATE SINK k3
WITH ('connector' = 'print')
AS SELECT * FROM t WHERE a = 'x' AND a <> 'x';

CREATE SINK k5
WITH ('connector' = 'print')
AS SELECT * FROM t WHERE FALSE;

CREATE SINK possible
WITH ('connector' = 'print')
AS SELECT * FROM t WHERE a = 'x' AND n <= 10 AND price < 5 AND price > 4.50 AND (n = 11 OR n = 10);
