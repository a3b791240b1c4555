-- every clause once, words in any case, literals of both kinds
set 'time.zone' = $$UTC$$;
Create Source `日志` With ();
create source s with ('connector' = 'file', 'path' = 'it''s\n', 'multiline.start' = $$^\['$$);

CREATE ABSTRACT STREAMING TABLE header (
  t TIMESTAMP_LTZ(3) NOT NULL FORMAT 'yyyy', 'UNIX_MS', 'ISO8601',
  u TIMESTAMP(3) WITH LOCAL TIME ZONE,
  price DECIMAL(38, 10) DEFAULT -1.50 NULL ON ERROR,
  n INT DEFAULT 0 ON EMPTY DEFAULT -1 ON ERROR,
  tags ARRAY<STRING>,
  nested ROW<id BIGINT, `from` STRING, pos ARRAY<ROW<x DOUBLE, y DOUBLE>>> PATH '$.a.b[0]' OF body,
  props MAP<STRING, INT>,
  code VARCHAR(20) VIRTUAL COMMENT 'internal',
  topic STRING METADATA,
  src STRING METADATA FROM 'headers.src',
  rest JSON REST OF body,
  WATERMARK FOR t AS t - INTERVAL '1-2' YEAR TO MONTH,
  CHECK (n > 0),
  CONSTRAINT positive CHECK (price >= 0)
)
PARSE JSON;

CREATE STREAMING TABLE child LIKE header (extra INT) COMMENT 'a child' FROM s WHERE n > 1;
CREATE STREAMING TABLE child2 (extra INT) LIKE header FROM s FILTER topic = 'x';
CREATE STREAMING TABLE bare LIKE header FROM s;

CREATE SINK a WITH ('connector' = 'print') AS SELECT t, n AS m FROM child;
CREATE SINK b PARTITIONED BY (dt, n) WITH ('connector' = 'hive') AS SELECT * FROM UNCLAIMED OF s WHERE n IS NOT NULL;
CREATE SINK c WITH ('connector' = 'print') AS SELECT * FROM errors;

TEST child GIVEN 'x' EXPECT () GIVEN $$y$$ EXPECT (n = NULL, t = TIMESTAMP_LTZ '2026-11-20 00:00:00Z') GIVEN '' EXPECT DROPPED 'empty'
  GIVEN 'z' WITH ('key' = 'k') EXPECT IN a, b (n = 1), (n = 2);
