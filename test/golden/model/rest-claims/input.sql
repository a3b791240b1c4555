CREATE SOURCE s WITH ('connector' = 'file', 'path' = '-');

CREATE STREAMING TABLE t (
  id      BIGINT,
  role_id BIGINT PATH '$.role.id',
  device  JSON,
  os      STRING PATH '$.device.os',
  first   STRING PATH '$.items[0].name',
  whole   JSON   PATH '$',
  bytes   BIGINT AS CAST(nullif(bytes, '-') AS BIGINT),
  env     STRING VIRTUAL,
  rest    JSON   REST,
  outer_rest JSON REST OF raw
)
FROM s
PARSE JSON THEN JSON (payload)
WHERE env <> 'test';

CREATE SINK p WITH ('connector' = 'print') AS SELECT * FROM t;
