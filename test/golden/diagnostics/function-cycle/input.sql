CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in');
CREATE FUNCTION self(n INT) RETURNS INT AS CASE WHEN n = 0 THEN 1 ELSE n * self(n - 1) END;
CREATE FUNCTION a(n INT) RETURNS INT AS B(n);
CREATE FUNCTION b(n INT) RETURNS INT AS c(n) + c(n);
CREATE FUNCTION c(n INT) RETURNS INT AS a(n);
CREATE FUNCTION user_of_it(n INT) RETURNS INT AS a(n);
CREATE FUNCTION f1(n INT) RETURNS INT AS n + n;
CREATE FUNCTION f2(n INT) RETURNS INT AS f1(n) + f1(n) + f1(n) + f1(n) + f1(n) + f1(n) + f1(n) + f1(n);
CREATE FUNCTION f3(n INT) RETURNS INT AS f2(n) + f2(n) + f2(n) + f2(n) + f2(n) + f2(n) + f2(n) + f2(n);
CREATE FUNCTION f4(n INT) RETURNS INT AS f3(n) + f3(n) + f3(n) + f3(n) + f3(n) + f3(n) + f3(n) + f3(n);
CREATE FUNCTION f5(n INT) RETURNS INT AS f4(n) + f4(n) + f4(n) + f4(n) + f4(n) + f4(n) + f4(n) + f4(n);
CREATE FUNCTION f6(n INT) RETURNS INT AS f5(n) + f5(n);
CREATE STREAMING TABLE t (
  n INT,
  a INT AS self(n) + user_of_it(n) + f6(n)
) FROM s PARSE JSON;
CREATE SINK o WITH ('connector' = 'print') AS SELECT * FROM t;
