CREATE SOURCE game_log WITH (
  'connector' = 'kafka',
  'topic' = '${env:BENCH_IN}',
  'properties.bootstrap.servers' = '${env:BENCH_BROKERS}',
  'properties.group.id' = '${env:BENCH_RUN}'
);
