CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  d STRING,
  t STRING,
  at TIMESTAMP_LTZ(3) AS d || ' ' || t FORMAT 'yyyy-MM-dd HH:mm:ss Z',
  n BIGINT,
  ms TIMESTAMP_LTZ(3) AS n * 1000 FORMAT 'UNIX_MS',
  day DATE AS n FORMAT 'yyyy',
  c VARCHAR(3) AS d
)
FROM s
PARSE JSON;
