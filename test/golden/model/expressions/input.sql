CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'x', 'time.zone' = '+08:00');

CREATE STREAMING TABLE t (
  i     INT,
  b     BIGINT,
  price DECIMAL(10, 2),
  f     FLOAT,
  s     STRING,
  v     VARCHAR(5),
  d     DATE,
  at    TIMESTAMP_LTZ(3),
  local TIMESTAMP(0),
  j     JSON,
  smallest BIGINT AS -9223372036854775808,
  widened  BIGINT AS i + b * 2,
  exact    DECIMAL(14, 4) AS price * 1.05,
  ratio    DOUBLE AS f / price,
  tiny     TINYINT AS 5,
  cut      VARCHAR(3) AS s,
  branch   STRING AS CASE i WHEN 1 THEN 'one' WHEN 2 THEN v ELSE NULL END,
  chosen   BIGINT AS if(b > 0, b, i),
  safe     INT AS TRY_CAST(s AS INT),
  tried    STRING AS try(json_value(j, '$.a.b')),
  later    TIMESTAMP(1) AS local + INTERVAL '1.5' SECOND,
  month    DATE AS d + INTERVAL '1-2' YEAR TO MONTH,
  joined   STRING AS s || '-' || v,
  first    STRING AS coalesce(s, v, 'none'),
  folded   DATE AS CAST('2026-11-20' AS DATE)
)
FROM s
PARSE JSON
WHERE at BETWEEN '2026-11-20 00:00:00' AND '2026-11-20T23:59:59.9999Z'
  AND d IN ('2026-11-20', DATE '2026-11-21')
  AND s NOT LIKE 'a!_%' ESCAPE '!'
  AND s IS DISTINCT FROM NULL
  AND NOT (v MATCHES '^[a-z]+$' OR v STARTS WITH 'x')
  AND i = 1.5;

CREATE SINK p WITH ('connector' = 'print') AS SELECT * FROM t;
