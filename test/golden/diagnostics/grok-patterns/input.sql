CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

CREATE STREAMING TABLE t (
  a STRING
)
FROM s
PARSE GROK '%{HTTPD_COMBINDLOG} %{IP:a:itn} %{WORD:[a} (?=x)', '%{IP:a} %{IP:[a][b]} (\w)\1'
THEN GROK;
