CREATE SOURCE WITH logs ('connector' = 'file', 'path' = 'x.log');

CREATE STREAMING TABLE swapped (
  a INT NOT NULL,
  CHECK (a 0 >)
)
FROM logs
PARSE JSON;

CREATE STREAMING TABLE misspelt (
  a TIMESTAMP_LTZ(3),
  WATREMARK FOR a AS a - INTERVAL '1' MINUTE
)
FROM logs
PARSE JSON;

CREATE STREAMING TABLE forgotten (
  a STRING lower(raw)
)
FROM logs
PARSE JSON;

CREATE SINK swapped_option WITH ('connector' = 'print' 'format', = 'json') AS SELECT a FROM swapped;
