CREATE SOURCE docker WITH ('connector' = 'file', 'path' = '${env:LOG}');

CREATE STREAMING TABLE container_line (
  line BIGINT METADATA FROM 'file.line',
  message STRING PATH '$.log',
  stream STRING
)
FROM docker
PARSE JSON;

CREATE SINK rows WITH ('connector' = 'hive', 'path' = '${env:OUT}', 'format' = 'json') AS SELECT * FROM container_line;
