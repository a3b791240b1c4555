-- Clauses in the wrong order, or given twice, are all read: what stands beside them is checked like everything else.
CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

CREATE STREAMING TABLE login (
  id   INT COMMENT 'of the player' PATH '$.id',
  name STRING AS nosuch(id),
  day  STRING COMMENT 'a' COMMENT 'b',
  at   STRING AS now()
)
FROM logs
PARSE JSON
WHERE nam = 'x';
