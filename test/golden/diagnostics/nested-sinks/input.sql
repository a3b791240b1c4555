CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a ARRAY<INT>,
  b MAP<STRING, INT>,
  c ROW<x INT, `the y` ROW<z INT>>,
  c_x ARRAY<ROW<x INT, X INT>>,
  deep MAP<STRING, MAP<STRING, MAP<STRING, ARRAY<ARRAY<INT>>>>>
)
FROM s
PARSE JSON;

CREATE SINK c WITH ('connector' = 'kafka', 'topic' = 'rows', 'format' = 'avro', 'sink.delivery-guarantee' = 'at-least-once',
  'properties.bootstrap.servers' = 'localhost:9092', 'key.fields' = 'a', 'key.format' = 'json')
AS SELECT a, b, c FROM t;

CREATE SINK written
PARTITIONED BY (b)
WITH ('connector' = 'hive', 'path' = 'out/text', 'format' = 'text', 'text.field-delimiter' = '\002')
AS SELECT a, b, c_x FROM t;

CREATE SINK deeply
WITH ('connector' = 'hive', 'path' = 'out/deep', 'format' = 'text')
AS SELECT deep FROM t;
