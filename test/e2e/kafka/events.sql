SET 'time.zone' = 'UTC';

CREATE SOURCE game_log WITH (
  'connector' = 'kafka',
  'topic' = '${env:RUN}.game.raw',
  'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}',
  'properties.group.id' = '${env:RUN}.etl.game',
  'scan.startup.mode' = 'earliest-offset'
);

CREATE STREAMING TABLE login (
  log_time  TIMESTAMP_LTZ(3) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss Z',
  account   STRING NOT NULL,
  role_id   BIGINT NOT NULL PATH '$.role.id',
  level     INT PATH '$.role.level',
  balance   DECIMAL(38, 10),
  os        STRING AS lower(json_value(device, '$.os')),
  device    JSON,
  part      INT NOT NULL METADATA FROM 'partition',
  position  BIGINT NOT NULL METADATA FROM 'offset',
  dt        STRING NOT NULL AS date_format(log_time, 'yyyy-MM-dd')
)
FROM game_log
FILTER CONTAINS '[Login]'
PARSE REGEX '^\[(?<log_time>[^\]]+)\]\[\w+\],(?<body>\{.*)$' THEN JSON (body);

CREATE STREAMING TABLE purchase (
  log_time TIMESTAMP_LTZ(3) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss Z',
  account  STRING NOT NULL,
  price    DECIMAL(18, 2) NOT NULL,
  item     STRING
)
FROM game_log
FILTER CONTAINS '[Purchase]'
PARSE REGEX '^\[(?<log_time>[^\]]+)\]\[\w+\],(?<body>\{.*)$' THEN JSON (body);

CREATE SINK login_avro
WITH ('connector' = 'kafka', 'topic' = '${env:RUN}.dwd.login', 'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}', 'key.fields' = 'account', 'format' = 'avro', 'sink.delivery-guarantee' = 'at-least-once')
AS SELECT log_time AS event_time, account, role_id, level, balance, os FROM login;

CREATE SINK login_files PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = '${env:OUT}/login', 'format' = 'parquet')
AS SELECT * FROM login;

CREATE SINK purchase_confluent
WITH ('connector' = 'kafka', 'topic' = '${env:RUN}.dwd.purchase', 'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}', 'format' = 'avro-confluent', 'avro-confluent.schema-id' = '7', 'sink.delivery-guarantee' = 'at-least-once')
AS SELECT * FROM purchase WHERE price > 0;

CREATE SINK purchase_json
WITH ('connector' = 'kafka', 'topic' = '${env:RUN}.dwd.purchase_json', 'properties.bootstrap.servers' = '${env:KAFKA_BROKERS}', 'format' = 'json', 'sink.delivery-guarantee' = 'at-least-once')
AS SELECT * FROM purchase;

CREATE SINK bad
WITH ('connector' = 'hive', 'path' = '${env:OUT}/bad', 'format' = 'json')
AS SELECT * FROM ERRORS OF game_log;
