SET 'time.zone' = 'Asia/Shangai';
SET 'job.epoch-intervall' = '10 s';
SET 'job.shards' = 'many';

CREATE SOURCE game_log WITH (
  'connector' = 'kafka',
  'topic' = 'game raw',
  'properties.bootstrap.servers' = 'localhost',
  'scan.startup.mod' = 'earliest-offset',
  'scan.rate-limit' = '-1'
);

CREATE SOURCE access_log WITH ('connector' = 'fil', 'path' = 'logs');

CREATE SOURCE app_log WITH ('connector' = 'file', 'framing' = 'lines', 'time.zone' = '${env:ZONE}', 'time.zone' = 'UTC');

CREATE SOURCE app_log WITH ('connector' = 'file', 'path' = 'logs/b');
