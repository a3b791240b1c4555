CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in');
CREATE FUNCTION bad_syntax(a STRING) RETURNS STRING LANGUAGE JAVASCRIPT AS $$
  const parts = a.split('-'
  return parts[0]
$$;
CREATE FUNCTION ends_early(a STRING) RETURNS STRING LANGUAGE JAVASCRIPT AS $$
  if (a) { return 'x'
$$;
CREATE FUNCTION breaks_out(a STRING) RETURNS STRING LANGUAGE JAVASCRIPT AS $$ return a }), (function () { return 1 $$;
CREATE FUNCTION no_return(a STRING) RETURNS STRING LANGUAGE JAVASCRIPT AS $$ [a].map((x) => { return x }) $$;
CREATE FUNCTION waits(a STRING) RETURNS STRING LANGUAGE JAVASCRIPT AS $$
  const later = async () => 1
  return import('node:fs')
$$;
CREATE FUNCTION clocks(a STRING) RETURNS STRING LANGUAGE JAVASCRIPT AS $$
  return String(Date.now()) + new Date() + Date() + Math.random() + new Date(0)
$$;
CREATE FUNCTION sloppy(a STRING) RETURNS STRING LANGUAGE JAVASCRIPT AS 'with (a) { return ''it''''s'' }';
CREATE FUNCTION names(`class` STRING) RETURNS STRING LANGUAGE JAVASCRIPT AS $$ return 1 $$;
CREATE FUNCTION injects(`a) { evil() } function g(b` STRING) RETURNS STRING LANGUAGE JAVASCRIPT AS $$ return 1 $$;
CREATE FUNCTION snake(a STRING) RETURNS STRING LANGUAGE PYTHON AS $$ return a $$;
CREATE STREAMING TABLE t (
  a STRING,
  b STRING AS bad_syntax(a) || ends_early(a) || breaks_out(a) || no_return(a) || waits(a) || clocks(a) || sloppy(a),
  c STRING AS names(a) || injects(a) || snake(a)
) FROM s PARSE JSON;
CREATE SINK o WITH ('connector' = 'print') AS SELECT * FROM t;
