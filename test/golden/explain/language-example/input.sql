SET 'time.zone' = 'Asia/Shanghai';

CREATE SOURCE game_log WITH (
  'connector' = 'kafka',
  'topic' = 'game.raw',
  'properties.bootstrap.servers' = '${env:KAFKA_BROKERS:-localhost:9092}',
  'properties.group.id' = 'etl.game',
  'scan.startup.mode' = 'earliest-offset',
  'scan.rate-limit' = '50000'                       -- records per second, for catching up gently
);

-- [2026-11-20 10:00:00 +0800][LoginRole],{"server":10001,"account":"…","role":{"id":"…","level":3},"device":{…}}
CREATE STREAMING TABLE role_login (
  log_time  TIMESTAMP_LTZ(3) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss Z',   -- regex group of that name
  server    INT     NOT NULL,                                          -- JSON key of that name
  account   STRING  NOT NULL,
  role_id   BIGINT  NOT NULL PATH '$.role.id',                         -- JSON path, cast to the type
  level     INT     PATH '$.role.level' DEFAULT 1 ON EMPTY NULL ON ERROR COMMENT 'at login',
  device    JSON,
  os        STRING  AS lower(json_value(device, '$.os')),              -- derived (Extender)
  dt        STRING  NOT NULL AS date_format(log_time, 'yyyy-MM-dd'),
  env       STRING  VIRTUAL,                                           -- read by conditions, stored nowhere
  rest      JSON    REST,                                              -- every key no column claimed
  src_off   BIGINT  METADATA FROM 'offset',
  WATERMARK FOR log_time AS log_time - INTERVAL '10' MINUTE,
  CONSTRAINT sane_level CHECK (level BETWEEN 0 AND 200)
)
COMMENT 'one row per role login'
FROM game_log
FILTER CONTAINS '[LoginRole]' AND NOT CONTAINS '"server":0,'           -- on the raw text, before parsing
PARSE REGEX '^\[(?<log_time>[^\]]+)\]\[\w+\],(?<body>\{.*)$' THEN JSON (body)
WHERE env IS DISTINCT FROM 'test';                                     -- on the row: test servers out

CREATE SINK role_login_rt                                              -- one column list, one condition: the Splitter's branch
WITH ('connector' = 'kafka', 'properties.bootstrap.servers' = '${env:KAFKA_BROKERS:-localhost:9092}', 'topic' = 'dwd.role_login', 'key.fields' = 'account', 'format' = 'avro-confluent',
      'avro-confluent.url' = '${env:SCHEMA_REGISTRY_URL}', 'sink.delivery-guarantee' = 'exactly-once')
AS SELECT log_time AS event_time, account, role_id, server, level, os FROM role_login WHERE level > 0;

CREATE SINK role_login_dw
PARTITIONED BY (dt, server)
WITH ('connector' = 'hive', 'path' = 'warehouse/dwd_role_login', 'format' = 'parquet')
AS SELECT * FROM role_login;

CREATE SINK bad_records                                                -- the error stream is a table like any other
PARTITIONED BY (dt, error_code)
WITH ('connector' = 'hive', 'path' = 'warehouse/bad_records', 'format' = 'json')
AS SELECT * FROM ERRORS OF game_log;

TEST role_login
  GIVEN '[2026-11-20 10:00:00 +0800][LoginRole],{"server":10001,"account":"u1@x.com","role":{"id":"9007199254740993","level":3},"device":{"os":"iOS"}}'
  EXPECT (role_id = 9007199254740993, os = 'ios', dt = '2026-11-20')
  GIVEN '[2026-11-20 10:00:00 +0800][LoginRole],{"server":10001,'
  EXPECT ERROR 'PARSE_JSON'
  GIVEN '[2026-11-20 10:00:00 +0800][GainItem],{}'
  EXPECT DROPPED 'filter';
