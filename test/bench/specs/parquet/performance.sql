CREATE SINK performance_parquet
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = '${env:BENCH_OUT}/performance', 'format' = 'parquet')
AS SELECT * FROM performance;
