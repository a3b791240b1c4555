CREATE SINK logout_parquet
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = '${env:BENCH_OUT}/logout', 'format' = 'parquet')
AS SELECT * FROM logout;
