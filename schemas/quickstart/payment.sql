-- CSV; the first field says what the line is:
--   pay,2026-11-20 10:00:03,P20261120100003417,9007199254740993,648.00,CNY,"Gem pack, large",ok
CREATE STREAMING TABLE payment (
  kind     STRING VIRTUAL,                                          -- 'pay'; columns are the fields, in order
  pay_time TIMESTAMP_LTZ(0) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss',  -- no zone in it: the project's
  order_id STRING NOT NULL,
  role_id  BIGINT NOT NULL,
  amount   DECIMAL(18, 2) NOT NULL,
  currency VARCHAR(3) NOT NULL,
  product  STRING,
  status   STRING VIRTUAL,
  dt       STRING NOT NULL AS date_format(pay_time, 'yyyy-MM-dd'),
  CONSTRAINT positive CHECK (amount > 0)
)
COMMENT 'one row per payment that succeeded'
FROM mixed_log
FILTER STARTS WITH 'pay,'
PARSE CSV
WHERE status = 'ok';

CREATE SINK payment_dw
PARTITIONED BY (dt, currency)
WITH ('connector' = 'hive', 'path' = 'out/payment', 'format' = 'json')
AS SELECT * FROM payment;

TEST payment
  GIVEN 'pay,2026-11-20 10:00:03,P1,9007199254740993,648.00,CNY,"Gem pack, large",ok'
  EXPECT (role_id = 9007199254740993, amount = 648.00, product = 'Gem pack, large', dt = '2026-11-20')
  GIVEN 'pay,2026-11-20 10:00:03,P1,1,648.00,CNY,Monthly card,refused'
  EXPECT DROPPED 'where'
  GIVEN 'pay,2026-11-20 10:00:03,P1,1,free,CNY,Monthly card,ok'
  EXPECT ERROR 'CAST'
  GIVEN 'pay,2026-11-20 10:00:03,P1,1,-6.00,CNY,Monthly card,ok'
  EXPECT ERROR 'CHECK'
  GIVEN 'pay,2026-11-20 10:00:03,P1,1,6.00,CNY,Monthly card,ok,extra'
  EXPECT ERROR 'PARSE_CSV';
