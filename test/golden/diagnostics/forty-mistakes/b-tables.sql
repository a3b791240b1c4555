CREATE STREAMING TABLE login (
  log_time TIMESTAMP(3) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss Z',
  server INTT,
  role_id BIGINT PATH '$.role.[id]',
  level INT DEFAULT 'one',
  level INT,
  device JSON,
  os STRING AS lowr(json_value(device, '$.os')),
  dt STRING AS date_format(log_tme, 'yyyy-MM-dd'),
  x INT AS y + 1,
  y INT AS x - 1,
  at TIMESTAMP_LTZ(3) AS now(),
  src BIGINT METADATA FROM 'offfset',
  price DECIMAL(50, 2),
  flag BOOLEAN FORMAT 'yes/no',
  CONSTRAINT sane CHECK (level + 1)
)
FROM game_log
FILTER CONTAINS '[Login]' AND level > 3
PARSE REGEX '^(?<log_time>.*?)(?=\[)(?<body>.*)$' THEN JSON (bdy)
WHERE level > 'high' AND os = 3;

CREATE STREAMING TABLE gain LIKE logn (
  item STRING
);

CREATE STREAMING TABLE access (
  ip STRING,
  bytes BIGINT AS nullif(bytes, '-')
)
FROM acces_log
PARSE CSV COLUMNS (ip, bytes) WITH ('csv.delimiter' = ';');

CREATE STREAMING TABLE pay (
  amount INT
)
PARSE JSN;
