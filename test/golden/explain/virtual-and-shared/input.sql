CREATE SOURCE s WITH ('connector' = 'kafka', 'topic' = 'raw', 'properties.bootstrap.servers' = 'b:9092');

CREATE ABSTRACT STREAMING TABLE event (
  id BIGINT NOT NULL PATH '$.head.id',
  unread STRING VIRTUAL,
  kind STRING VIRTUAL,
  size INT DEFAULT 0 NULL ON ERROR
) FROM s PARSE JSON;

CREATE STREAMING TABLE small LIKE event FILTER CONTAINS 'event' WHERE kind = 'a' OR (kind = 'b' AND NOT size > 1);
CREATE STREAMING TABLE large LIKE event (area INT AS size * (size + 1), CONSTRAINT positive CHECK (area >= 0))
FILTER CONTAINS 'event' AND topic = 'raw';

CREATE SINK small_ids WITH ('connector' = 'print') AS SELECT id FROM small;
CREATE SINK errors WITH ('connector' = 'print') AS SELECT * FROM ERRORS OF s WHERE error_code <> 'PARSE_JSON';
