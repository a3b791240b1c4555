CREATE SOURCE mysql WITH ('connector' = 'file', 'path' = '${env:LOG}');

CREATE STREAMING TABLE access_denied (
  line BIGINT METADATA FROM 'file.line',
  time STRING,
  err_code STRING,
  subsystem STRING,
  user STRING,
  source_ip STRING,
  using_password STRING
)
FROM mysql
FILTER CONTAINS 'Access denied'
PARSE GROK $$^%{TIMESTAMP_ISO8601:time}\s+\d+ (?:\[Note\]|Connect)(?: \[%{NOTSPACE:err_code}\] \[%{WORD:subsystem}\])?\s+Access denied for user '%{DATA:user}'@'%{IPORHOST:source_ip}' \(using password: %{WORD:using_password}\)$$;

CREATE SINK rows WITH ('connector' = 'hive', 'path' = '${env:OUT}', 'format' = 'json') AS SELECT * FROM access_denied;
