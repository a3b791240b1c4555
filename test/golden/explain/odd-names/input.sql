CREATE SOURCE `app log` WITH ('connector' = 'file', 'path' = 'logs/*.log', 'encoding' = 'gb18030', 'multiline.start' = '^\[');

CREATE SOURCE `select` WITH (
  'connector' = 'kafka',
  'topic' = 'raw',
  'properties.bootstrap.servers' = 'localhost:9092',
  'framing' = 'csv'
);

CREATE STREAMING TABLE `from` (
  `user name` STRING,
  `order`     INT,
  `all`       INT NOT NULL,
  time        TIMESTAMP_LTZ(3),
  `a``b`      STRING AS upper(`user name`),
  `not read`  INT AS `order` + `all` VIRTUAL,
  CONSTRAINT `is more` CHECK (`all` > 0)
)
FROM `app log`
PARSE CSV
WHERE `order` > 1;

CREATE STREAMING TABLE `数据` (
  `x y` STRING PATH '$."x y"."z"'
)
FROM `select`
PARSE JSON;

CREATE SINK `to disk`
PARTITIONED BY (`the day`)
WITH ('connector' = 'hive', 'path' = 'out', 'format' = 'parquet')
AS SELECT `all`, `user name` AS `the day` FROM `from`;

CREATE SINK `table`
WITH ('connector' = 'print')
AS SELECT * FROM `数据`;
