CREATE SOURCE shop WITH (
  'connector' = 'kafka',
  'topic' = 'shop.raw',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.group.id' = 'etl.shop',
  'scan.startup.mode' = 'earliest-offset'
);

CREATE STREAMING TABLE orders (
  id          BIGINT NOT NULL,
  tags        ARRAY<STRING> DEFAULT CAST('[]' AS ARRAY<STRING>),
  prices      MAP<STRING, DECIMAL(38, 10)> DEFAULT MAP['none', 0] ON ERROR,
  buyer       ROW<id BIGINT, since TIMESTAMP_LTZ(3), address ROW<city STRING, zip VARCHAR(10)>>,
  items       ARRAY<ROW<sku STRING, at TIME(0), more MAP<STRING, ARRAY<JSON>>>>,
  first_tag   STRING AS tags[1],
  gold        DECIMAL(38, 10) AS prices['gold'],
  city        STRING AS buyer.address.city,
  last_sku    STRING AS element_at(items, -1).sku,
  sorted      ARRAY<STRING> AS array_sort(array_distinct(tags)),
  pair        ROW<id BIGINT, name STRING> AS ROW(id, first_tag),
  as_json     JSON AS CAST(buyer AS JSON),
  from_json   ARRAY<INT> AS CAST(json_query('{"n":[1,2,null]}', '$.n') AS ARRAY<INT>),
  sent        MAP<STRING, BYTES> METADATA FROM 'headers',
  CONSTRAINT few_items CHECK (cardinality(items) < 5)
)
FROM shop
PARSE JSON
WHERE NOT array_contains(tags, 'test') OR tags IS NULL;

CREATE SINK dwd_orders WITH (
  'connector' = 'kafka',
  'topic' = 'dwd.orders',
  'properties.bootstrap.servers' = 'localhost:9092',
  'format' = 'avro',
  'sink.delivery-guarantee' = 'at-least-once'
)
AS SELECT * FROM orders;

CREATE SINK orders_parquet
WITH ('connector' = 'hive', 'path' = 'out/parquet', 'format' = 'parquet')
AS SELECT * FROM orders;

CREATE SINK orders_json
WITH ('connector' = 'hive', 'path' = 'out/json', 'format' = 'json')
AS SELECT * FROM orders;

CREATE SINK orders_text
WITH ('connector' = 'hive', 'path' = 'out/text', 'format' = 'text')
AS SELECT id, tags, prices, pair FROM orders;

CREATE SINK orders_csv
WITH ('connector' = 'hive', 'path' = 'out/csv', 'format' = 'csv')
AS SELECT id, tags, pair FROM orders;

TEST orders
  GIVEN '{"id":1,"tags":["b","a","b"],"prices":{"gold":1.10,"iron":null},"buyer":{"id":"9007199254740993","since":"2026-11-20T10:00:00+08:00","address":{"city":"成都"}},"items":[{"sku":"s1","at":"10:00:01"},{"sku":"s2","more":{"k":[1,{"x":2.50},null]}}]}'
  EXPECT (
    tags = ARRAY['b', 'a', 'b'],
    prices = MAP['iron', NULL, 'gold', 1.1],
    buyer = ROW(9007199254740993, '2026-11-20 02:00:00Z', ROW('成都', NULL)),
    items = ARRAY[ROW('s1', '10:00:01', NULL), ROW('s2', NULL, CAST('{"k":[1,{"x":2.50},null]}' AS MAP<STRING, ARRAY<JSON>>))],
    first_tag = 'b',
    gold = 1.1,
    city = '成都',
    last_sku = 's2',
    sorted = ARRAY['a', 'b'],
    pair = ROW(1, 'b'),
    as_json = '{"id":9007199254740993,"since":"2026-11-20 02:00:00.000Z","address":{"city":"成都","zip":null}}',
    from_json = ARRAY[1, 2, NULL]
  )
  GIVEN '{"id":2,"prices":{"gold":"much"}}'
  EXPECT (tags = CAST('[]' AS ARRAY<STRING>), prices = MAP['none', 0], first_tag = NULL, city = NULL, pair = ROW(2, NULL))
  GIVEN '{"id":3,"tags":"a"}'
  EXPECT ERROR 'CAST'
  GIVEN '{"id":3,"items":[{},{},{},{},{}]}'
  EXPECT ERROR 'CHECK'
  GIVEN '{"id":3,"tags":["test"]}'
  EXPECT DROPPED 'where';
