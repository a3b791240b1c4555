CREATE SINK bad_records
WITH ('connector' = 'hive', 'path' = '${env:BENCH_OUT}/bad_records', 'format' = 'json')
AS SELECT * FROM ERRORS OF game_log;
