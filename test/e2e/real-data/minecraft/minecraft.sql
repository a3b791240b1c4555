-- Logs of game servers: an entry begins with a prefix of its server's making, and goes on over the lines without one.
SET 'time.zone' = 'UTC';

CREATE SOURCE bedrock WITH (
  'connector' = 'file', 'path' = '${env:LOGS}/Bedrock/bedrock-[!c]*.log',
  'multiline.start' = '^\[[-0-9]+ [:0-9]+ [A-Z]+\]'
);
CREATE SOURCE bedrock_content WITH (
  'connector' = 'file', 'path' = '${env:LOGS}/Bedrock/bedrock-content.log',
  'multiline.start' = '^\d\d:\d\d:\d\d\['
);
CREATE SOURCE bungeecord WITH (
  'connector' = 'file', 'path' = '${env:LOGS}/BungeeCord/bungeecord.log',
  'multiline.start' = '^\d\d:\d\d:\d\d \['
);
CREATE SOURCE waterfall WITH (
  'connector' = 'file', 'path' = '${env:LOGS}/BungeeCord/Waterfall/*.log',
  'multiline.start' = '^\[\d\d:\d\d:\d\d\] \['
);
CREATE SOURCE paper WITH (
  'connector' = 'file', 'path' = '${env:LOGS}/Vanilla/Bukkit/Paper/*.log',
  'multiline.start' = '^\[\d\d:\d\d:\d\d\] \['
);
CREATE SOURCE geyser WITH (
  'connector' = 'file', 'path' = '${env:LOGS}/Geyser/*.log',
  'multiline.start' = '^\[\d\d:\d\d:\d\d\.\d+ '
);
CREATE SOURCE pocketmine WITH (
  'connector' = 'file', 'path' = '${env:LOGS}/Pocketmine/*.log',
  'multiline.start' = '^\d{4}-\d\d-\d\d \['
);

CREATE ABSTRACT STREAMING TABLE entry (
  file     STRING NOT NULL METADATA FROM 'file.path',
  line     BIGINT NOT NULL METADATA FROM 'file.line',
  content  STRING NOT NULL,
  prefix   STRING,
  word     STRING VIRTUAL,
  level    INT NOT NULL AS CASE upper(word)
             WHEN 'CRITICAL' THEN 2
             WHEN 'ERROR' THEN 3
             WHEN 'WARN' THEN 4
             WHEN 'WARNING' THEN 4
             WHEN 'NOTICE' THEN 5
             ELSE 6
           END COMMENT 'as syslog numbers them'
);

CREATE STREAMING TABLE bedrock_entry LIKE entry (
  at TIMESTAMP_LTZ(3) FORMAT 'yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd HH:mm:ss:SSS'
) FROM bedrock
PARSE REGEX '(?s)^(?<content>(?<prefix>\[(?<at>[-0-9]+ [:0-9]+) (?<word>[A-Z]+)\])?.*)$';

CREATE STREAMING TABLE bedrock_content_entry LIKE entry FROM bedrock_content
PARSE REGEX '(?s)^(?<content>(?<prefix>[:\d]+\[\w+\]\[(?<word>\w+)\])?.*)$';

CREATE STREAMING TABLE bungeecord_entry LIKE entry FROM bungeecord
PARSE REGEX '(?s)^(?<content>(?<prefix>[:\d]+ \[(?<word>[A-Z]+)\])?.*)$';

CREATE STREAMING TABLE waterfall_entry LIKE entry FROM waterfall
PARSE REGEX '(?s)^(?<content>(?<prefix>\[[:\d]+\] \[[^\]]*/(?<word>[A-Z]+)\]:)?.*)$';

CREATE STREAMING TABLE paper_entry LIKE entry FROM paper
PARSE REGEX '(?s)^(?<content>(?<prefix>\[[:\d]+\] \[[^\]]*/(?<word>[A-Z]+)\]:)?.*)$';

CREATE STREAMING TABLE geyser_entry LIKE entry FROM geyser
PARSE REGEX '(?s)^(?<content>(?<prefix>\[[:.\d]+ [^\]]*/(?<word>[A-Z]+)\])?.*)$';

CREATE STREAMING TABLE pocketmine_entry LIKE entry (
  day   STRING VIRTUAL,
  clock STRING VIRTUAL,
  at    TIMESTAMP_LTZ(3) AS to_timestamp_ltz(concat(day, ' ', substring(clock, 1, 8)), 'yyyy-MM-dd HH:mm:ss')
) FROM pocketmine
PARSE REGEX '(?s)^(?<content>(?<prefix>(?<day>[-\d]+) \[(?<clock>[:.\d]+)\] \[[^\]]*/(?<word>[A-Z]+)\]:)?.*)$';

CREATE SINK bedrock_rows WITH ('connector' = 'hive', 'path' = '${env:OUT}/bedrock', 'format' = 'json') AS SELECT * FROM bedrock_entry;
CREATE SINK bedrock_content_rows WITH ('connector' = 'hive', 'path' = '${env:OUT}/bedrock_content', 'format' = 'json') AS SELECT * FROM bedrock_content_entry;
CREATE SINK bungeecord_rows WITH ('connector' = 'hive', 'path' = '${env:OUT}/bungeecord', 'format' = 'json') AS SELECT * FROM bungeecord_entry;
CREATE SINK waterfall_rows WITH ('connector' = 'hive', 'path' = '${env:OUT}/waterfall', 'format' = 'json') AS SELECT * FROM waterfall_entry;
CREATE SINK paper_rows WITH ('connector' = 'hive', 'path' = '${env:OUT}/paper', 'format' = 'json') AS SELECT * FROM paper_entry;
CREATE SINK geyser_rows WITH ('connector' = 'hive', 'path' = '${env:OUT}/geyser', 'format' = 'json') AS SELECT * FROM geyser_entry;
CREATE SINK pocketmine_rows WITH ('connector' = 'hive', 'path' = '${env:OUT}/pocketmine', 'format' = 'json') AS SELECT * FROM pocketmine_entry;

TEST paper_entry
  GIVEN '[11:27:13] [Server thread/ERROR]: Error occurred
java.lang.Error: what
	at X.y(X.java:1)'
  EXPECT (level = 3, prefix = '[11:27:13] [Server thread/ERROR]:');
