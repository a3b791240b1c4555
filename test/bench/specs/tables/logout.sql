CREATE STREAMING TABLE logout (
  log_time       TIMESTAMP_LTZ(3) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss Z',
  server         INT    NOT NULL,
  account        STRING NOT NULL,
  role_id        BIGINT NOT NULL,
  role_name      STRING,
  level          INT,
  ip             STRING,
  os             STRING PATH '$.device.os',
  model          STRING PATH '$.device.model',
  version        STRING PATH '$.device.version',
  online_seconds INT,
  reason         STRING,
  pay_total      DECIMAL(18, 2),
  is_vip         BOOLEAN,
  scene          STRING,
  x              DOUBLE,
  y              DOUBLE,
  exp            BIGINT,
  platform       STRING AS upper(os),
  dt             STRING NOT NULL AS date_format(log_time, 'yyyy-MM-dd')
)
FROM game_log
FILTER CONTAINS '[LogoutRole]'
PARSE REGEX '^\[(?<log_time>[^\]]+)\]\[\w+\],(?<body>\{.*)$' THEN JSON (body);
