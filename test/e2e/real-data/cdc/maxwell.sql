-- Binlog messages of maxwell: the row is an object, `old` holds what an update replaced in it.
CREATE SOURCE maxwell WITH (
  'connector' = 'file',
  'path' = '${env:CDC}/maxwell/**/*.txt'
);

CREATE STREAMING TABLE product (
  file           STRING NOT NULL METADATA FROM 'file.path',
  line           BIGINT NOT NULL METADATA FROM 'file.line',
  database       STRING NOT NULL,
  `table`        STRING NOT NULL,
  op             STRING NOT NULL PATH '$.type',
  ts             TIMESTAMP_LTZ(0) NOT NULL FORMAT 'UNIX',
  xid            BIGINT NOT NULL,
  id             INT    NOT NULL PATH '$.data.id',
  name           STRING NOT NULL PATH '$.data.name',
  weight         DECIMAL(6, 3) PATH '$.data.weight',
  old            MAP<STRING, JSON>,
  address        ROW<after STRING, before STRING> AS ROW(address_now, address_before),
  address_now    STRING PATH '$.data.address' VIRTUAL,
  address_before STRING PATH '$.old.address' VIRTUAL,
  keys           ARRAY<STRING> PATH '$.primary_key_columns',
  rest           JSON   REST
)
FROM maxwell
FILTER STARTS WITH '{'
PARSE JSON;

CREATE SINK products
WITH ('connector' = 'hive', 'path' = '${env:OUT}/products', 'format' = 'json')
AS SELECT * FROM product;

CREATE SINK bad
WITH ('connector' = 'hive', 'path' = '${env:OUT}/bad', 'format' = 'json')
AS SELECT * FROM ERRORS OF maxwell;
