CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a INT
)
FROM s
PARSE REGEX '^(?<head>\S+) (?<body>.*)$' THEN JSON (char_length(bdy) AS x) THEN JSON (CAST(head AS INT) AS y) THEN JSON (NULL AS z)
THEN JSON (replace(body, 'NaN', 'null') AS mended);
