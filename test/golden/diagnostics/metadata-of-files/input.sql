CREATE SOURCE s WITH ('connector' = 'kafka', 'topic' = 'raw', 'properties.bootstrap.servers' = 'localhost:9092');

CREATE STREAMING TABLE t (
  a STRING METADATA FROM 'file.path'
)
FROM s
PARSE JSON;
