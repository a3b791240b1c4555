CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'x');

CREATE STREAMING TABLE t (
  userId STRING NOT NULL DEFAULT 'nobody' COMMENT 'who',
  n      INT DEFAULT 0 ON EMPTY DEFAULT -1 ON ERROR,
  body   BYTES FORMAT 'BASE64' DEFAULT 'x'
)
FROM s
PARSE JSON;

CREATE SINK bad PARTITIONED BY (dt, error_code)
WITH ('connector' = 'hive', 'path' = 'out/bad', 'format' = 'json')
AS SELECT error_code, dt, raw AS text FROM ERRORS OF s WHERE stage = 'parser' AND record_time > '2026-01-01';

CREATE SINK strays WITH ('connector' = 'print') AS SELECT * FROM UNCLAIMED OF s;

CREATE SINK users
WITH ('connector' = 'kafka', 'topic' = 'users', 'properties.bootstrap.servers' = '${env:BROKERS}', 'format' = 'avro',
      'key.fields' = 'user_id', 'sink.delivery-guarantee' = 'at-least-once', 'avro.encoding' = 'single-object')
AS SELECT userId AS user_id, n FROM t WHERE n > 0;

TEST t
  GIVEN '{"userId":"a","n":"x"}'
  EXPECT (userId = 'a', n = -1, body = NULL)
  GIVEN 'nonsense'
  EXPECT ERROR 'PARSE_JSON'
  GIVEN ''
  EXPECT DROPPED 'empty';
