CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in');
CREATE FUNCTION f(a STRING, n SMALLINT, d DATE) RETURNS BIGINT AS char_length(a) + n + year(d);
CREATE STREAMING TABLE t (
  a STRING,
  n BIGINT,
  right_ones BIGINT AS f(a, 3, '2026-11-20') + f(NULL, NULL, NULL),
  too_few BIGINT AS f(a),
  wrong_types BIGINT AS f(n, n, a),
  wrong_constants BIGINT AS f(a, 40000, 'tomorrow'),
  wrong_inside BIGINT AS f(b, 1, NULL),
  b STRING DEFAULT f('a', 1, NULL)
) FROM s PARSE JSON;
CREATE SINK o WITH ('connector' = 'print') AS SELECT * FROM t;
