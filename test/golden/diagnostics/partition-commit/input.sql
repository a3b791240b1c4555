CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in');

CREATE STREAMING TABLE timed (
  at TIMESTAMP_LTZ(3) NOT NULL,
  dt STRING NOT NULL AS date_format(at, 'yyyy-MM-dd'),
  hour STRING NOT NULL AS date_format(at, 'HH'),
  WATERMARK FOR at AS at - INTERVAL '1' MINUTE
)
FROM s
PARSE JSON;

CREATE STREAMING TABLE untimed (
  at TIMESTAMP_LTZ(3) NOT NULL,
  dt STRING NOT NULL AS date_format(at, 'yyyy-MM-dd')
)
FROM s
PARSE JSON;

CREATE SINK without_partitions
WITH ('connector' = 'hive', 'path' = 'a', 'format' = 'json', 'sink.partition-commit.trigger' = 'process-time')
AS SELECT * FROM timed;

CREATE SINK without_watermark
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = 'b', 'format' = 'json', 'sink.partition-commit.trigger' = 'partition-time')
AS SELECT * FROM untimed;

CREATE SINK of_errors
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = 'c', 'format' = 'json', 'sink.partition-commit.trigger' = 'partition-time')
AS SELECT * FROM ERRORS OF s;

CREATE SINK wrong_pattern
PARTITIONED BY (dt, hour)
WITH (
  'connector' = 'hive', 'path' = 'd', 'format' = 'json',
  'sink.partition-commit.trigger' = 'partition-time', 'sink.partition-commit.delay' = '1 h',
  'partition.time-extractor.timestamp-pattern' = '$dt $huor:00:00'
)
AS SELECT * FROM timed;

CREATE SINK right_one
PARTITIONED BY (dt, hour)
WITH (
  'connector' = 'hive', 'path' = 'e', 'format' = 'json',
  'sink.partition-commit.trigger' = 'partition-time', 'sink.partition-commit.delay' = '1 h',
  'partition.time-extractor.timestamp-pattern' = '$dt $hour:00:00'
)
AS SELECT * FROM timed;
