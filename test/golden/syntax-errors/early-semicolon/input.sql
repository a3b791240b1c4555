CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'x.log';)

CREATE; STREAMING TABLE a (x INT) FROM logs PARSE JSON;

CREATE STREAMING TABLE b (x INT);
FROM logs
PARSE JSON;

SINK CREATE c WITH ('connector' = 'print') AS SELECT * FROM a;
