create streaming table t (
  label string not null as case when level >= 100 then 'legend' when level >= 60 then 'veteran' when level >= 10 then 'regular' else concat('new', cast(level as string)) end default 'none' on error comment 'for the dashboards',
  level int, total decimal(18,2) as coalesce(cast(json_value(body, '$.payment.total') as decimal(18, 2)), cast(json_value(body, '$.total') as decimal(18, 2)), 0.00)
) from s
filter (contains '[LoginRole]' or contains '[LogoutRole]' or contains '[CreateRole]') and not contains '"server":0,' and length(raw) < 65536
parse regex '^\[(?<time>[^\]]+)\]\[(?<kind>\w+)\],(?<body>\{.*)$', '^(?<time>\S+ \S+) (?<kind>\w+) (?<body>\{.*)$' with ('null-literal' = '-') null on error then json (body)
where level in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
create sink k partitioned by (dt) with ('connector' = 'kafka', 'topic' = 'dwd.role_login', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'avro')
as select label as a_label_of_the_player, level as the_level_of_the_player, total as everything_ever_paid_by_the_player from t where level != 7;
test t given 'x' expect (label = 'regular', level = 10, total = 1234567890.12, a = '1234567890', b = '1234567890', c = 12345) given 'y' expect dropped 'filter';

TEST t GIVEN 'x' with ('key'='k') EXPECT in a,b (n=1),(n=2)
GIVEN 'a record that is not short' WITH ('timestamp' = '2026-11-20T10:00:00Z', 'headers.origin' = 'somewhere', 'partition' = '3')
EXPECT IN a_sink_with_a_long_name (name = 'a value that takes some room'), IN another_sink_with_a_name (name = 'another such');
