CREATE SINK item_flow_parquet
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = '${env:BENCH_OUT}/item_flow', 'format' = 'parquet')
AS SELECT * FROM item_flow;
