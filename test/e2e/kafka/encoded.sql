CREATE SOURCE legacy WITH (
  'connector' = 'kafka',
  'topic' = '${env:RUN}.legacy.raw',
  'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}',
  'properties.group.id' = '${env:RUN}.etl.legacy',
  'encoding' = 'gb18030',
  'framing' = 'line'
);

CREATE STREAMING TABLE entry (
  at      BIGINT NOT NULL METADATA FROM 'offset',
  shipper STRING METADATA FROM 'key',
  name    STRING NOT NULL,
  level   INT
) FROM legacy PARSE CSV;

CREATE SINK entries WITH ('connector' = 'hive', 'path' = '${env:OUT}/entries', 'format' = 'json') AS SELECT * FROM entry;
CREATE SINK bad WITH ('connector' = 'hive', 'path' = '${env:OUT}/bad', 'format' = 'json')
AS SELECT error_code, record_offset, raw_bytes FROM ERRORS OF legacy;
