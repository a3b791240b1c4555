CREATE SINK access_parquet
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = '${env:BENCH_OUT}/access', 'format' = 'parquet')
AS SELECT * FROM access;
