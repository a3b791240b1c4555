CREATE SOURCE s WITH (
  'connector' = 'kafka', 'topic' = 'raw;other', 'properties.bootstrap.servers' = 'localhost',
  'scan.startup.mode' = 'earliest', 'scan.rate-limit' = 'fast', 'scan.max-record-bytes' = '1 elephant', 'time.zone' = 'Mars/Base'
);
