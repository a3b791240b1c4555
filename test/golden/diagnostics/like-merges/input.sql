CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE ABSTRACT STREAMING TABLE header (
  t TIMESTAMP_LTZ(3) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss Z',
  server INT NOT NULL,
  WATERMARK FOR t AS t - INTERVAL '5' MINUTE,
  CONSTRAINT sane CHECK (server > 0)
)
FROM s
FILTER CONTAINS '['
PARSE REGEX '^\[(?<t>[^\]]+)\](?<body>.*)$' THEN JSON (body)
WHERE server <> 99;

CREATE STREAMING TABLE login LIKE header (
  server BIGINT NOT NULL,
  level INT,
  CONSTRAINT sane CHECK (server > 10)
)
FILTER CONTAINS 'Login'
WHERE level > 0;

CREATE SINK k WITH ('connector' = 'print')
AS SELECT * FROM login;
