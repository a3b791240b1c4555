-- Where raw records come from, what typed rows they become, where the rows go.
--   sluice test              runs the TEST below
--   sluice sample            shows what becomes of each line
--   sluice run --until end   writes the rows

SET 'time.zone' = 'Asia/Shanghai';

CREATE SOURCE game_log WITH (
  'connector' = 'file',
  'path' = 'logs/*.log'
);

-- [2026-11-20 10:00:00 +0800][RoleLogin],{"server":10001,"account":"u1@example.com","role":{"id":"9007199254740993","level":3}}
CREATE STREAMING TABLE role_login (
  log_time TIMESTAMP_LTZ(3) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss Z',  -- the regex group of that name
  server   INT    NOT NULL,                                           -- the JSON key of that name
  account  STRING NOT NULL,
  role_id  BIGINT NOT NULL PATH '$.role.id',                          -- a place in the JSON
  level    INT    PATH '$.role.level' DEFAULT 1 ON EMPTY,
  os       STRING PATH '$.device.os',
  dt       STRING NOT NULL AS date_format(log_time, 'yyyy-MM-dd'),    -- derived
  rest     JSON   REST                                                -- every key that no column claimed
)
FROM game_log
FILTER CONTAINS '[RoleLogin]'
PARSE REGEX '^\[(?<log_time>[^\]]+)\]\[\w+\],(?<body>\{.*)$' THEN JSON (body);

CREATE SINK role_login_files
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = 'out/role_login', 'format' = 'json')
AS SELECT * FROM role_login;

-- Records that could not become rows, each with the reason.
CREATE SINK bad_records
PARTITIONED BY (error_code)
WITH ('connector' = 'hive', 'path' = 'out/bad_records', 'format' = 'json')
AS SELECT * FROM ERRORS OF game_log;

TEST role_login
  GIVEN '[2026-11-20 10:00:00 +0800][RoleLogin],{"server":10001,"account":"u1@example.com","role":{"id":"9007199254740993"}}'
  EXPECT (role_id = 9007199254740993, level = 1, os = NULL, dt = '2026-11-20')
  GIVEN '[2026-11-20 10:00:00 +0800][RoleLogin],{"server":10001,'
  EXPECT ERROR 'PARSE_JSON'
  GIVEN '[2026-11-20 10:00:00 +0800][GainItem],{}'
  EXPECT DROPPED 'filter';
