CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in');
CREATE FUNCTION no_result(a STRING) AS a;
CREATE FUNCTION no_body(a STRING) RETURNS STRING;
CREATE FUNCTION no_comma(a STRING b STRING) RETURNS STRING AS a || b;
CREATE FUNCTION no_text(a STRING) RETURNS STRING LANGUAGE JAVASCRIPT AS a;
CREATE STREAMING TABLE t (
  a STRING,
  b STRING AS no_result(a) || no_body(a) || no_comma(a, a) || no_text(a)
) FROM s PARSE JSON;
CREATE SINK o WITH ('connector' = 'print') AS SELECT * FROM t;
