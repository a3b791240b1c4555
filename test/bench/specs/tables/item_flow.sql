CREATE STREAMING TABLE item_flow (
  log_time TIMESTAMP_LTZ(3) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss Z',
  server   INT    NOT NULL,
  account  STRING NOT NULL,
  role_id  BIGINT NOT NULL,
  level    INT,
  ip       STRING,
  os       STRING PATH '$.device.os',
  model    STRING PATH '$.device.model',
  version  STRING PATH '$.device.version',
  op       STRING,
  item_id  INT,
  `count`  INT,
  `after`  INT,
  price    DECIMAL(18, 2),
  bound    BOOLEAN,
  source   STRING,
  items    JSON,
  trace    STRING,
  platform STRING AS upper(os),
  dt       STRING NOT NULL AS date_format(log_time, 'yyyy-MM-dd')
)
FROM game_log
FILTER CONTAINS '[ItemFlow]'
PARSE REGEX '^\[(?<log_time>[^\]]+)\]\[\w+\],(?<body>\{.*)$' THEN JSON (body);
