-- 19 columns in the files: a regex for the header, JSON with nested objects, a derived column; days are folders.
CREATE STREAMING TABLE login (
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
  platform    STRING AS upper(os),
  dt          STRING NOT NULL AS date_format(log_time, 'yyyy-MM-dd')
)
FROM game_log
FILTER CONTAINS '[LoginRole]'
PARSE REGEX '^\[(?<log_time>[^\]]+)\]\[\w+\],(?<body>\{.*)$' THEN JSON (body);
