CREATE STREAMING TABLE logins (
  server INT
)
FROM logs
FLITER CONTAINS 'x'
PARSE JSON
WHERE server > 0;

CREATE SINK dw PARTITOINED BY (dt) WITH ('connector' = 'hive') AS SELECT * FROM logins;
