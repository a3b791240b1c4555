CREATE SINK orders_parquet
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = '${env:BENCH_OUT}/orders', 'format' = 'parquet')
AS SELECT * FROM orders;
