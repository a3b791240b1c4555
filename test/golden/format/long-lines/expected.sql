CREATE STREAMING TABLE t (
  label STRING NOT NULL
    AS CASE
      WHEN level >= 100 THEN 'legend'
      WHEN level >= 60 THEN 'veteran'
      WHEN level >= 10 THEN 'regular'
      ELSE concat('new', CAST(level AS STRING))
    END DEFAULT 'none' ON ERROR COMMENT 'for the dashboards',
  level INT,
  total DECIMAL(18, 2) AS coalesce(
    CAST(json_value(body, '$.payment.total') AS DECIMAL(18, 2)),
    CAST(json_value(body, '$.total') AS DECIMAL(18, 2)),
    0.00
  )
)
FROM s
FILTER (CONTAINS '[LoginRole]' OR CONTAINS '[LogoutRole]' OR CONTAINS '[CreateRole]')
  AND NOT CONTAINS '"server":0,'
  AND length(raw) < 65536
PARSE REGEX '^\[(?<time>[^\]]+)\]\[(?<kind>\w+)\],(?<body>\{.*)$',
    '^(?<time>\S+ \S+) (?<kind>\w+) (?<body>\{.*)$' WITH ('null-literal' = '-') NULL ON ERROR
  THEN JSON (body)
WHERE level IN (
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
  );

CREATE SINK k
PARTITIONED BY (dt)
WITH (
  'connector' = 'kafka',
  'topic' = 'dwd.role_login',
  'properties.bootstrap.servers' = 'localhost:9092',
  'format' = 'avro'
)
AS SELECT label AS a_label_of_the_player, level AS the_level_of_the_player, total AS everything_ever_paid_by_the_player
FROM t
WHERE level <> 7;

TEST t
  GIVEN 'x'
  EXPECT (label = 'regular', level = 10, total = 1234567890.12, a = '1234567890', b = '1234567890', c = 12345)
  GIVEN 'y'
  EXPECT DROPPED 'filter';

TEST t
  GIVEN 'x' WITH ('key' = 'k')
  EXPECT IN a, b (n = 1), (n = 2)
  GIVEN 'a record that is not short' WITH (
    'timestamp' = '2026-11-20T10:00:00Z',
    'headers.origin' = 'somewhere',
    'partition' = '3'
  )
  EXPECT
    IN a_sink_with_a_long_name (name = 'a value that takes some room'),
    IN another_sink_with_a_name (name = 'another such');
