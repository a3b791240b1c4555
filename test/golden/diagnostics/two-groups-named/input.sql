SET 'job.name' = 'both';
CREATE SOURCE a
WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.group.id' = 'shop',
  'topic' = 'a'
);
CREATE SOURCE b
WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.group.id' = 'other',
  'topic' = 'b'
);
