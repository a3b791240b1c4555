CREATE SOURCE logs WITH (
  'connector' = 'file',
  'path' = 'x.log',
);

CREATE STREAMING TABLE t (
  a INT,
  b INT,
) FROM logs PARSE CSV;
