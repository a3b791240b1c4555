CREATE SINK logout_avro
WITH (
  'connector' = 'kafka',
  'topic' = 'bench-out-logout',
  'properties.bootstrap.servers' = '${env:BENCH_BROKERS}',
  'format' = 'avro',
  'sink.delivery-guarantee' = '${env:BENCH_GUARANTEE}'
)
AS SELECT * FROM logout;
