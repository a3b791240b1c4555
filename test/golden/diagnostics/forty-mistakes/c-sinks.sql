CREATE SINK login_dw
PARTITIONED BY (day, level)
WITH ('connector' = 'hive', 'path' = 'out/login', 'format' = 'parket')
AS SELECT rol_id, level, lower(os) AS os FROM login WHERE levl > 0;

CREATE SINK pay_dw
WITH ('connector' = 'hive', 'path' = 'out/login', 'format' = 'json')
AS SELECT * FROM pay;

CREATE SINK bad
WITH ('connector' = 'kafka', 'format' = 'avro', 'key.fields' = 'id')
AS SELECT error_code, raw FROM ERRORS OF game_logs;

TEST login
  GIVEN 'x'
  EXPECT ERROR 'PARSE_REGEXP'
  GIVEN 'y'
  EXPECT (levle = 1, level = 'x');

TEST nothing
  GIVEN 'x'
  EXPECT DROPPED 'filter';
