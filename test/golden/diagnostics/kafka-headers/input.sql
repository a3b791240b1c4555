CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING,
  h MAP<STRING, BYTES>,
  m MAP<STRING, INT>,
  n INT,
  b BYTES
)
FROM s
PARSE JSON;

CREATE SINK k WITH ('connector' = 'kafka', 'topic' = 'k', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json', 'sink.delivery-guarantee' = 'at-least-once', 'sink.headers' = 'h')
AS SELECT a, h FROM t;

CREATE SINK l WITH ('connector' = 'kafka', 'topic' = 'l', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json', 'sink.delivery-guarantee' = 'at-least-once', 'sink.headers' = 'm')
AS SELECT a, m FROM t;

CREATE SINK n WITH ('connector' = 'kafka', 'topic' = 'n', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json', 'sink.delivery-guarantee' = 'at-least-once', 'sink.headers' = 'hh')
AS SELECT a, h FROM t;

CREATE SINK several WITH ('connector' = 'kafka', 'topic' = 'several', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json', 'sink.delivery-guarantee' = 'at-least-once', 'sink.headers' = 'h; a; b')
AS SELECT * FROM t;

CREATE SINK of_errors WITH ('connector' = 'kafka', 'topic' = 'of_errors', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json', 'sink.delivery-guarantee' = 'at-least-once',
  'sink.headers' = 'error_code;table_name;raw_bytes')
AS SELECT * FROM ERRORS OF s;

CREATE SINK numbers WITH ('connector' = 'kafka', 'topic' = 'numbers', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json', 'sink.delivery-guarantee' = 'at-least-once',
  'sink.headers' = 'a;n;x')
AS SELECT * FROM t;

CREATE SINK repeated WITH ('connector' = 'kafka', 'topic' = 'repeated', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json', 'sink.delivery-guarantee' = 'at-least-once',
  'sink.headers' = 'man;n')
AS SELECT a AS man, n FROM t;
