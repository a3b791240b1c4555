CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  tags     ARRAY<STRING>,
  props    MAP<STRING, INT> DEFAULT MAP['a', 'b'] ON ERROR,
  role     ROW<id BIGINT, level TINYINT> DEFAULT ROW(1, 300) ON EMPTY,
  doc      JSON,
  list     ARRAY<INT> DEFAULT '[1,2]' ON ERROR,
  first    STRING AS tags[0],
  by_text  STRING AS tags['1'],
  prop     INT AS props[1],
  id       BIGINT AS role.ident,
  by_place BIGINT AS role[tags],
  in_doc   STRING AS doc.id,
  deeper   STRING AS role.id.name,
  lost     STRING AS nowhere.id,
  mixed    ARRAY<INT> AS ARRAY[1, 'a'],
  none     ARRAY<INT> AS ARRAY[],
  half     MAP<STRING, INT> AS MAP['a', 1, 'b'],
  null_key MAP<STRING, INT> AS MAP[NULL, 1],
  sorted   ARRAY<JSON> AS array_sort(ARRAY[doc]),
  found    BOOLEAN AS array_contains(tags, 1)
)
FROM s
PARSE JSON;

CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out/k', 'format' = 'json')
AS SELECT * FROM t;

TEST t
  GIVEN '{"tags":["a"]}'
  EXPECT (tags = ARRAY['a'], props = ARRAY[1], role = ROW(1, 2), list = ARRAY[1, 2.5]);
