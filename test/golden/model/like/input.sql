SET 'time.zone' = 'Asia/Shanghai';
SET 'job.epoch-interval' = '10 s';

CREATE SOURCE app WITH ('connector' = 'file', 'path' = 'logs/*.gz', 'time.zone' = 'UTC');

CREATE ABSTRACT STREAMING TABLE header (
  log_time TIMESTAMP_LTZ(3) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss Z',
  server   INT NOT NULL,
  WATERMARK FOR log_time AS log_time - INTERVAL '5' MINUTE,
  CONSTRAINT sane CHECK (server > 0),
  CHECK (server < 1000)
)
FROM app
FILTER CONTAINS '['
PARSE REGEX '^\[(?<log_time>[^\]]+)\](?<body>.*)$' THEN JSON (body)
WHERE server <> 99;

-- a column in place, a constraint replaced, FILTER and WHERE joined
CREATE STREAMING TABLE login LIKE header (
  server BIGINT NOT NULL,
  level  INT,
  CONSTRAINT sane CHECK (server > 10)
)
FILTER CONTAINS 'Login'
WHERE level > 0;

CREATE STREAMING TABLE gain LIKE header (
  item STRING
);

CREATE SINK login_print WITH ('connector' = 'print') AS SELECT * FROM login;
CREATE SINK gain_print WITH ('connector' = 'print') AS SELECT * FROM gain;
