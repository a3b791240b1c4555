CREATE SINK login_parquet
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = '${env:BENCH_OUT}/login', 'format' = 'parquet')
AS SELECT * FROM login;
