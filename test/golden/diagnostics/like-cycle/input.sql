CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE a LIKE b (
  x INT
);

CREATE STREAMING TABLE b LIKE a (
  y INT
);

CREATE STREAMING TABLE c LIKE c (
  z INT
);
