CREATE SOURCE s WITH ('connector' = 'kafka', 'topic' = 'raw', 'properties.bootstrap.servers' = 'localhost:9092');

CREATE STREAMING TABLE access (
  ip     STRING,
  status SMALLINT,
  extra  STRING PATH '$.extra' OF detail,
  inner  STRING PATH '$.a' OF deep,
  kind   STRING PATH '$.kind',
  at     TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
  trace  STRING METADATA FROM 'headers.trace-id',
  topic  STRING METADATA
)
FROM s
PARSE REGEX '^it''s (?<line>[^ ]+) (?<detail>.*)$', $$^(?P<line>\d+)$$ NULL ON ERROR
  THEN CSV (line) COLUMNS (ip, status) WITH ('csv.field-delimiter' = '\t', 'null-literal' = '-;N/A', 'csv.extra-fields' = 'ignore')
  THEN JSON (detail)
  THEN JSON (PATH '$.deep.er' AS deep);

CREATE STREAMING TABLE positions (
  a INT,
  b STRING AS upper(c),
  c STRING,
  line BIGINT METADATA FROM 'offset'
)
FROM s
FILTER topic = 'raw' AND key IS NOT NULL AND CAST(headers['kind'] AS STRING) = 'csv' AND partition IN (0, 1)
PARSE CSV;

CREATE SINK access_out WITH ('connector' = 'print') AS SELECT * FROM access;
CREATE SINK positions_out WITH ('connector' = 'print') AS SELECT * FROM positions;
