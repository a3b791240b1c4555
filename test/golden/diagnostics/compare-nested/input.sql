CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  tags ARRAY<STRING>,
  props MAP<STRING, JSON>,
  pair ROW<a INT, b STRING>,
  later BOOLEAN AS tags > ARRAY['a'],
  between_them BOOLEAN AS pair BETWEEN pair AND pair,
  with_json BOOLEAN AS props = MAP['a', NULL],
  other_type BOOLEAN AS tags = ARRAY[1],
  other_names BOOLEAN AS pair = ROW(1, 'x'),
  fine BOOLEAN AS tags = ARRAY['a'] AND pair <> CAST(ROW(1, 'x') AS ROW<a INT, b STRING>)
)
FROM s
PARSE JSON;
