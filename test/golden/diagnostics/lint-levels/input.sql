SET 'lint.W2005' = 'error';
SET 'lint.W2009' = 'warning';

CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING
)
FROM s
PARSE JSON;
