CREATE SOURCE mixde_log WITH ('connector' = 'file', 'path' = 'logs');

CREATE FUNCTION tdiy(text STRING) RETURNS STRING AS lower(trim(text));

CREATE STREAMING TABLE rolel_ogin (
  client_ip STRING NOT NULL,
  sttaus    INT    PATH '$.status',
  name      STRING PATH '$.name',
  tidied    STRING AS tidy(name),
  WATERMARK FOR seen AS seen - INTERVAL '1' MINUTE,
  CHECK (status > 0)
)
FROM mixed_log
PARSE JSON
WHERE status <> 404 AND tidy(name) <> '';

CREATE SINK logins WITH ('connector' = 'print') AS SELECT client_ip, status FROM role_login WHERE status < 500;

CREATE SINK bad WITH ('connector' = 'print') AS SELECT * FROM ERRORS OF mixed_log;

CREATE SINK lost WITH ('connector' = 'print') AS SELECT * FROM UNCLAIMED OF mixed_log;

TEST role_login GIVEN 'x' EXPECT ERROR 'PARSE_REGEX';

CREATE STREAMING TABLE access (
  client_ip STRING NOT NULL,
  method    STRING
)
FROM mixed_log
PARSE REGEX '^(?<clinet_ip>\S+) (?<mehtod>.*)$';

CREATE SINK accesses WITH ('connector' = 'print') AS SELECT client_ip FROM access;
