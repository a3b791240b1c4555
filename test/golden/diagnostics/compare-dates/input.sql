CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  d DATE,
  t TIMESTAMP(3),
  z TIMESTAMP_LTZ(3)
)
FROM s
PARSE JSON
WHERE d = t OR t > z OR d = '2026-02-30';
