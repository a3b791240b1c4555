CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  account STRING,
  server INT
)
FROM s
PARSE JSON
WHERE server = '10' AND account > 5 AND account = server;
