CREATE SOURCE s WITH ('connector' = 'file', 'path' = '${envv:X}/it''s/${env:Y');
CREATE STREAMING TABLE t (
  a INT
)
FROM s
PARSE CSV WITH ('csv.field-delimiter' = '${env:D}');
