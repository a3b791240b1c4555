CREATE SOURCE app WITH ('connector' = 'file', 'path' = 'app.log');

CREATE STREAMING TABLE login (
  account STRING NOT NULL,
  role_id BIGINT NOT NULL,
  is_vip  BOOLEAN,
  tags    ARRAY<STRING>,
  dt      STRING NOT NULL
)
FROM app
PARSE JSON;

CREATE SINK right
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = 'out/right', 'format' = 'parquet', 'parquet.bloom.filter.columns' = 'role_id; account')
AS SELECT * FROM login;

CREATE SINK wrong
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = 'out/wrong', 'format' = 'parquet', 'parquet.bloom.filter.columns' = 'role;is_vip;tags;dt')
AS SELECT * FROM login;

CREATE SINK other_format
WITH ('connector' = 'hive', 'path' = 'out/json', 'format' = 'json', 'parquet.bloom.filter.columns' = 'role_id')
AS SELECT * FROM login;
