CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE free (
  a STRING
)
FROM s
FILTER CONTAINS 'free'
PARSE REGEX '(?<a>\d+) it''s free';

CREATE STREAMING TABLE behind_anything (
  a STRING
)
FROM s
FILTER CONTAINS 'level'
PARSE REGEX '.*level=(?<a>\d+)';

CREATE STREAMING TABLE behind_something (
  a STRING
)
FROM s
FILTER CONTAINS 'text'
PARSE REGEX '[^|]*\|(?<a>\d+)';

CREATE STREAMING TABLE one_option (
  a STRING,
  b STRING
)
FROM s
FILTER CONTAINS 'one'
PARSE REGEX '^one (?<a>\d+)|[a-z]+ (?<b>\d+)';

-- These are anchored, or searched for by a text that never varies.
CREATE STREAMING TABLE right (
  a STRING,
  b STRING
)
FROM s
FILTER CONTAINS 'right'
PARSE REGEX '^.*? (?<a>\d+)', '\A(?<a>\d+)', '^(?:a|b) (?<a>\d+)|^(?<b>\d+)', 'level=(?<a>\d+)', '(?:login|logout) (?<a>\d+) (?<b>.*)';

CREATE SINK k1 WITH ('connector' = 'print') AS SELECT * FROM free;
CREATE SINK k2 WITH ('connector' = 'print') AS SELECT * FROM behind_anything;
CREATE SINK k3 WITH ('connector' = 'print') AS SELECT * FROM behind_something;
CREATE SINK k4 WITH ('connector' = 'print') AS SELECT * FROM one_option;
CREATE SINK k5 WITH ('connector' = 'print') AS SELECT * FROM right;
