CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in');
CREATE FUNCTION wrong_result(a STRING) RETURNS BIGINT AS upper(a);
CREATE FUNCTION wrong_name(account STRING) RETURNS STRING AS acount || raw || body;
CREATE FUNCTION wrong_types(a STRING, n INT) RETURNS BOOLEAN AS a = n;
CREATE FUNCTION wrong_pattern(a STRING, p STRING) RETURNS STRING AS regexp_extract(a, p);
CREATE FUNCTION clock() RETURNS STRING AS date_format(CURRENT_TIMESTAMP, 'yyyy');
CREATE FUNCTION right_one(a STRING) RETURNS DOUBLE AS char_length(a);
CREATE STREAMING TABLE t (
  body STRING,
  a STRING AS wrong_name(body),
  b BIGINT AS wrong_result(body) + wrong_result(a),
  c BOOLEAN AS wrong_types(body, 1),
  d STRING AS wrong_pattern(body, 'a+') || clock(),
  e DOUBLE AS right_one(body)
) FROM s PARSE JSON;
CREATE SINK o WITH ('connector' = 'print') AS SELECT * FROM t;
