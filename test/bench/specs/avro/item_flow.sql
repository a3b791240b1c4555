CREATE SINK item_flow_avro
WITH (
  'connector' = 'kafka',
  'topic' = 'bench-out-item_flow',
  'properties.bootstrap.servers' = '${env:BENCH_BROKERS}',
  'format' = 'avro',
  'sink.delivery-guarantee' = '${env:BENCH_GUARANTEE}'
)
AS SELECT * FROM item_flow;
