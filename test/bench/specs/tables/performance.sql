CREATE STREAMING TABLE performance (
  `time`    TIMESTAMP_LTZ(0) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss',
  app       STRING NOT NULL,
  udid      STRING NOT NULL,
  fps       DOUBLE,
  memory_mb INT,
  ping      INT,
  scene     STRING,
  os        STRING PATH '$.device.os',
  model     STRING PATH '$.device.model',
  version   STRING PATH '$.device.version',
  message   STRING,
  crash     BOOLEAN,
  dt        STRING NOT NULL AS date_format(`time`, 'yyyy-MM-dd')
)
FROM game_log
FILTER CONTAINS '"type":"ClientPerf"'
PARSE JSON;
