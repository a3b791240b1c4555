-- A bracketed header, then JSON:
--   [2026-11-20 10:00:00 +0800][RoleLogin],{"server":10001,"account":"u1@example.com","role":{"id":"9007199254740993","level":3},…}
CREATE STREAMING TABLE role_login (
  log_time  TIMESTAMP_LTZ(3) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss Z',  -- regex group of that name
  server    INT    NOT NULL,                                           -- JSON key of that name
  account   STRING NOT NULL,
  role_id   BIGINT NOT NULL PATH '$.role.id',                          -- all 64 bits, exactly
  role_name STRING PATH '$.role.name',
  level     INT    PATH '$.role.level' DEFAULT 1 ON EMPTY COMMENT 'at login',
  device    JSON   VIRTUAL,                                            -- only for the next line
  os        STRING AS lower(json_value(device, '$.os')),
  channel   STRING DEFAULT 'organic',
  dt        STRING NOT NULL AS date_format(log_time, 'yyyy-MM-dd'),
  env       STRING VIRTUAL,
  rest      JSON   REST,                                               -- every key that no column claimed
  WATERMARK FOR log_time AS log_time - INTERVAL '10' MINUTE,
  CONSTRAINT sane_level CHECK (level BETWEEN 1 AND 200)
)
COMMENT 'one row per role login'
FROM mixed_log
FILTER CONTAINS '[RoleLogin]'
PARSE REGEX '^\[(?<log_time>[^\]]+)\]\[\w+\],(?<body>\{.*)$' THEN JSON (body)
WHERE env IS DISTINCT FROM 'test';

CREATE SINK role_login_dw
PARTITIONED BY (dt, server)
WITH ('connector' = 'hive', 'path' = 'out/role_login', 'format' = 'parquet')
AS SELECT * FROM role_login;

-- A second sink of the same table: fewer columns, fewer rows, another format.
CREATE SINK veteran_login
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = 'out/veteran_login', 'format' = 'json')
AS SELECT log_time AS event_time, account, role_id, level, dt FROM role_login WHERE level >= 60;

TEST role_login
  GIVEN '[2026-11-20 10:00:00 +0800][RoleLogin],{"server":10001,"account":"u1@example.com","role":{"id":"9007199254740993","level":3},"device":{"os":"iOS"},"vip":7}'
  EXPECT (role_id = 9007199254740993, os = 'ios', dt = '2026-11-20', channel = 'organic', rest = '{"role":{},"vip":7}')
  GIVEN '[2026-11-20 10:00:00 +0800][RoleLogin],{"server":10001,"account":"u1@example.com","role":{"id":1},"env":"test"}'
  EXPECT DROPPED 'where'
  GIVEN '[2026-11-20 10:00:00 +0800][RoleLogin],{"server":10001,'
  EXPECT ERROR 'PARSE_JSON'
  GIVEN '[2026-11-20 10:00:00 +0800][RoleLogin],{"server":"s1","account":"u1@example.com","role":{"id":1}}'
  EXPECT ERROR 'CAST'
  GIVEN '[2026-11-20 10:00:00 +0800][RoleLogout],{"server":10001}'
  EXPECT DROPPED 'filter';
