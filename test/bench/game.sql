-- The bench's work: three game events of a mixed log, each to Parquet by day and to Avro.
SET 'time.zone' = 'Asia/Shanghai';

CREATE SOURCE game_log WITH (
  'connector' = 'kafka',
  'topic' = 'game',
  'properties.bootstrap.servers' = 'unused:9092',
  'properties.group.id' = 'bench'
);

CREATE ABSTRACT STREAMING TABLE event (
  log_time  TIMESTAMP_LTZ(3) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss Z',
  server    INT    NOT NULL,
  account   STRING NOT NULL,
  role_id   BIGINT NOT NULL PATH '$.role.id',
  role_name STRING PATH '$.role.name',
  level     INT    PATH '$.role.level',
  ip        STRING,
  os        STRING PATH '$.device.os',
  model     STRING PATH '$.device.model',
  version   STRING PATH '$.device.version',
  platform  STRING AS upper(os),
  dt        STRING NOT NULL AS date_format(log_time, 'yyyy-MM-dd')
)
FROM game_log
PARSE REGEX '^\[(?<log_time>[^\]]+)\]\[\w+\],(?<body>\{.*)$' THEN JSON (body);

CREATE STREAMING TABLE login LIKE event (
  pay_total   DECIMAL(18, 2),
  hp          DOUBLE,
  vip         INT,
  channel     STRING,
  login_count INT
)
FILTER CONTAINS '[LoginRole]';

CREATE STREAMING TABLE logout LIKE event (
  online_time INT,
  reason      STRING,
  scene       STRING,
  exp         BIGINT
)
FILTER CONTAINS '[LogoutRole]';

CREATE STREAMING TABLE item_flow LIKE event (
  op      STRING,
  item_id INT,
  `count` INT,
  price   DECIMAL(18, 2),
  bound   BOOLEAN,
  source  STRING
)
FILTER CONTAINS '[ItemFlow]';

CREATE SINK login_parquet
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = '${env:BENCH_OUT}/login', 'format' = 'parquet')
AS SELECT * FROM login;

CREATE SINK logout_parquet
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = '${env:BENCH_OUT}/logout', 'format' = 'parquet')
AS SELECT * FROM logout;

CREATE SINK item_flow_parquet
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = '${env:BENCH_OUT}/item_flow', 'format' = 'parquet')
AS SELECT * FROM item_flow;

CREATE SINK login_avro
WITH (
  'connector' = 'kafka',
  'topic' = 'login',
  'properties.bootstrap.servers' = 'unused:9092',
  'format' = 'avro',
  'sink.delivery-guarantee' = 'at-least-once'
)
AS SELECT * FROM login;

CREATE SINK logout_avro
WITH (
  'connector' = 'kafka',
  'topic' = 'logout',
  'properties.bootstrap.servers' = 'unused:9092',
  'format' = 'avro',
  'sink.delivery-guarantee' = 'at-least-once'
)
AS SELECT * FROM logout;

CREATE SINK item_flow_avro
WITH (
  'connector' = 'kafka',
  'topic' = 'item_flow',
  'properties.bootstrap.servers' = 'unused:9092',
  'format' = 'avro',
  'sink.delivery-guarantee' = 'at-least-once'
)
AS SELECT * FROM item_flow;
