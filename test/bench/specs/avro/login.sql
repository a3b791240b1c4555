CREATE SINK login_avro
WITH (
  'connector' = 'kafka',
  'topic' = 'bench-out-login',
  'properties.bootstrap.servers' = '${env:BENCH_BROKERS}',
  'format' = 'avro',
  'sink.delivery-guarantee' = '${env:BENCH_GUARANTEE}'
)
AS SELECT * FROM login;
