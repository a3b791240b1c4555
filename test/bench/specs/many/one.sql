-- One table for events of all types.
CREATE STREAMING TABLE all_events (
  log_time    TIMESTAMP_LTZ(3) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss Z',
  server      INT    NOT NULL,
  account     STRING NOT NULL,
  role_id     BIGINT NOT NULL,
  role_name   STRING,
  level       INT,
  ip          STRING,
  os          STRING PATH '$.device.os',
  model       STRING PATH '$.device.model',
  version     STRING PATH '$.device.version',
  items       JSON,
  pay_total   DECIMAL(18, 2),
  hp          DOUBLE,
  is_vip      BOOLEAN,
  vip         INT,
  channel     STRING,
  guild_id    INT,
  login_count INT,
  platform    STRING AS upper(os)
)
FROM game_log
FILTER CONTAINS '][Event'
PARSE REGEX '^\[(?<log_time>[^\]]+)\]\[\w+\],(?<body>\{.*)$' THEN JSON (body);

CREATE SINK all_events_avro
WITH (
  'connector' = 'kafka',
  'topic' = 'bench-out-all',
  'properties.bootstrap.servers' = '${env:BENCH_BROKERS}',
  'format' = 'avro',
  'sink.delivery-guarantee' = 'at-least-once'
)
AS SELECT * FROM all_events;
