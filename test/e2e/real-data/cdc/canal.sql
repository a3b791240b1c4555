-- Binlog messages of canal: changed rows as an array of objects of texts, what was in them before in an array beside it.
CREATE SOURCE canal WITH (
  'connector' = 'file',
  'path' = '${env:CDC}/canal/**/*.txt'
);

-- One row per changed row of any table: the k-th of `data` goes with the k-th of `old`.
CREATE STREAMING TABLE change (
  file     STRING NOT NULL METADATA FROM 'file.path',
  line     BIGINT NOT NULL METADATA FROM 'file.line',
  database STRING NOT NULL PATH '$.database' OF raw,
  `table`  STRING NOT NULL PATH '$.table' OF raw,
  op       STRING NOT NULL PATH '$.type' OF raw,
  keys     ARRAY<STRING> PATH '$.pkNames' OF raw,
  types    MAP<STRING, STRING> PATH '$.mysqlType' OF raw,
  es       TIMESTAMP_LTZ(3) NOT NULL PATH '$.es' OF raw FORMAT 'UNIX_MS',
  ts       TIMESTAMP_LTZ(3) NOT NULL PATH '$.ts' OF raw FORMAT 'UNIX_MS',
  at       INT    NOT NULL AS CAST(position AS INT),
  olds     ARRAY<JSON> PATH '$.old' OF raw VIRTUAL,
  before   JSON   AS element_at(olds, at),
  changed  ARRAY<STRING> AS json_keys(before),
  after    JSON   NOT NULL PATH '$',
  CONSTRAINT known_operation CHECK (op IN ('INSERT', 'UPDATE', 'DELETE'))
)
FROM canal
FILTER STARTS WITH '{' AND NOT CONTAINS '"isDdl":true'
PARSE JSON THEN UNNEST (PATH '$.data' AS data) WITH ORDINALITY position;

CREATE STREAMING TABLE ddl (
  database  STRING NOT NULL,
  `table`   STRING NOT NULL,
  type      STRING NOT NULL,
  statement STRING NOT NULL AS regexp_replace(`sql`, '^/\*.*?\*/ ', ''),
  `sql`     STRING NOT NULL VIRTUAL,
  ts        TIMESTAMP_LTZ(3) NOT NULL FORMAT 'UNIX_MS'
)
FROM canal
FILTER STARTS WITH '{' AND CONTAINS '"isDdl":true'
PARSE JSON;

-- A column of each of MySQL's types, all of them texts in the message.
CREATE STREAMING TABLE all_types (
  id          INT      NOT NULL PATH '$._id',
  pt          DECIMAL(2, 1) NOT NULL,
  tiny1       BOOLEAN  PATH '$._tinyint1',
  bool        BOOLEAN  PATH '$._bool',
  tiny_u      SMALLINT PATH '$._tinyint_unsigned',
  small_z     INT      PATH '$._smallint_unsigned_zerofill',
  medium      INT      PATH '$._mediumint',
  int_u       BIGINT   PATH '$._int_unsigned',
  big_u       DECIMAL(20, 0) PATH '$._bigint_unsigned',
  serial      DECIMAL(20, 0) PATH '$._serial',
  float       FLOAT    PATH '$._float',
  real        DOUBLE   PATH '$._real',
  double_z    DOUBLE   PATH '$._double_unsigned_zerofill',
  numeric     DECIMAL(8, 3) PATH '$._numeric',
  fixed       DECIMAL(38, 3) PATH '$._fixed',
  decimal     DECIMAL(8, 0) PATH '$._decimal_unsigned',
  date        DATE     PATH '$._date',
  datetime    TIMESTAMP(0) PATH '$._datetime',
  datetime6   TIMESTAMP(6) PATH '$._datetime6',
  datetime_p2 TIMESTAMP(2) PATH '$._datetime_p2',
  timestamp   TIMESTAMP(6) PATH '$._timestamp',
  char        VARCHAR(10) PATH '$._char',
  longtext    STRING   PATH '$._longtext',
  varbin      BYTES    PATH '$._varbin',
  json_text   STRING   PATH '$._json' VIRTUAL,
  json        JSON     AS CAST(json_text AS JSON),
  enum_index  INT      PATH '$._enum' VIRTUAL,
  enum        STRING   AS element_at(ARRAY['value1', 'value2', 'value3'], enum_index),
  set_bits    INT      PATH '$._set' VIRTUAL,
  `set`       STRING   AS concat_ws(
    ',',
    IF(bitand(set_bits, 1) > 0, 'a', NULL),
    IF(bitand(set_bits, 2) > 0, 'b', NULL),
    IF(bitand(set_bits, 4) > 0, 'c', NULL),
    IF(bitand(set_bits, 8) > 0, 'd', NULL)
  ),
  year        INT      PATH '$._year',
  time        TIME(0)  PATH '$._time',
  point_text  STRING   PATH '$._point' VIRTUAL,
  point       STRING   AS hex(encode(point_text, 'ISO-8859-1'))
)
FROM canal
FILTER STARTS WITH '{' AND CONTAINS '"table":"all_types_table"'
PARSE JSON THEN UNNEST (PATH '$.data' AS data);

CREATE SINK changes
WITH ('connector' = 'hive', 'path' = '${env:OUT}/changes', 'format' = 'json')
AS SELECT * FROM change;

CREATE SINK ddls
WITH ('connector' = 'hive', 'path' = '${env:OUT}/ddls', 'format' = 'json')
AS SELECT * FROM ddl;

CREATE SINK typed
WITH ('connector' = 'hive', 'path' = '${env:OUT}/typed', 'format' = 'parquet')
AS SELECT * FROM all_types;

CREATE SINK bad
WITH ('connector' = 'hive', 'path' = '${env:OUT}/bad', 'format' = 'json')
AS SELECT * FROM ERRORS OF canal;

CREATE SINK licences
WITH ('connector' = 'hive', 'path' = '${env:OUT}/licences', 'format' = 'json')
AS SELECT raw FROM UNCLAIMED OF canal;
