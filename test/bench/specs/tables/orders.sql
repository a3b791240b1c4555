CREATE STREAMING TABLE orders (
  kind      STRING VIRTUAL,
  `time`    TIMESTAMP_LTZ(0) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss',
  server    INT    NOT NULL,
  account   STRING NOT NULL,
  role_id   BIGINT NOT NULL,
  role_name STRING,
  level     INT,
  ip        STRING,
  order_id  STRING NOT NULL,
  amount    DECIMAL(18, 2) NOT NULL,
  currency  STRING,
  paid      BOOLEAN,
  channel   STRING,
  discount  DOUBLE,
  gift      JSON,
  sdk       STRING,
  dt        STRING NOT NULL AS date_format(`time`, 'yyyy-MM-dd')
)
FROM game_log
FILTER STARTS WITH 'OrderPay,'
PARSE CSV;
