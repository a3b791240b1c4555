CREATE SOURCE logs WITH (
  'connector' = 'kafka',
  'topic' = 'logs',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.sasl.pasword' = 'hunter2',
  'properties.sasl.password' 'hunter3'
);

CREATE SOURCE other WITH ('connector' = 'file', 'path' = 'x', 'api.token' = 'hunter4', 'url' = 'http://user:hun/ter5@host/');

CREATE SOURCE third WITH ('connector' = 'file', 'path' = 'x', 'my.secret' = $$hunter6$$, 'your.secret' = '${env:SECRET}');
