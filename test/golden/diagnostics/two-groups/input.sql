-- The first one names the job.
CREATE SOURCE a
WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.group.id' = 'shop',
  'topic' = 'a'
);
-- The same, and one without: no mistake.
CREATE SOURCE b
WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.group.id' = 'shop',
  'topic' = 'b'
);
CREATE SOURCE c
WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = 'localhost:9092',
  'topic' = 'c'
);
-- Known at run time.
CREATE SOURCE d
WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.group.id' = '${env:GROUP}',
  'topic' = 'd'
);
-- Two mistakes.
CREATE SOURCE e
WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.group.id' = 'other',
  'topic' = 'e'
);
CREATE SOURCE f
WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.group.id' = 'third',
  'topic' = 'f'
);
