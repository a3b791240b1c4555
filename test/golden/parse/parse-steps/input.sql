CREATE STREAMING TABLE a (x INT) FROM s PARSE REGEX 'a(?<x>.)', $$b(?<x>.)$$ WITH ('null-literal' = '-;N/A') NULL ON ERROR THEN json (body);
CREATE STREAMING TABLE b (x INT) FROM s PARSE CSV (raw) COLUMNS (x, path, `order by`) WITH ('csv.extra-fields' = 'ignore');
CREATE STREAMING TABLE c (x INT) FROM s PARSE JSON (replace(raw, '''', '"') AS mended) THEN JSON (PATH '$.a' AS inner1) THEN JSON (path);
CREATE STREAMING TABLE d (x INT) FROM s PARSE GROK '%{NGINXACCESS}' THEN KEY_VALUE (q) WITH ('a' = 'b') THEN UNNEST (items) WITH ORDINALITY i OUTER;
