-- References and constants stand in the parameter's place, everything else is bound once; names of different functions do not mix.
CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in');
CREATE FUNCTION Twice(n BIGINT) RETURNS BIGINT AS n + n;
CREATE FUNCTION both(n BIGINT, m BIGINT) RETURNS BIGINT AS twice(m) - TWICE(n * m);
CREATE FUNCTION shout(text STRING, times BIGINT) RETURNS STRING LANGUAGE JAVASCRIPT AS $$ return text.repeat(Number(times)) $$;
CREATE STREAMING TABLE t (
  n BIGINT,
  a BIGINT AS both(n, n + 1),
  b STRING AS shout('x', twice(2))
) FROM s PARSE JSON;
CREATE SINK k WITH ('connector' = 'print') AS SELECT * FROM t;
