CREATE SOURCE app WITH ('connector' = 'file', 'path' = 'app.log');
CREATE STREAMING TABLE login (id BIGINT NOT NULL, dt STRING NOT NULL) FROM app PARSE JSON;

CREATE SINK right
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = 'out/right', 'format' = 'parquet', 'sink.partition-salt' = '4')
AS SELECT * FROM login;

CREATE SINK none
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = 'out/none', 'format' = 'parquet', 'sink.partition-salt' = '0')
AS SELECT * FROM login;

CREATE SINK many
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = 'out/many', 'format' = 'json', 'sink.partition-salt' = '65')
AS SELECT * FROM login;
