-- The quickstart: one log file in which a game's servers, its web server and its shop all write.
-- `npm start` runs it; `sluice explain schemas/quickstart` shows what is done with each line.

SET 'time.zone' = 'Asia/Shanghai';
SET 'job.name' = 'quickstart';

CREATE SOURCE mixed_log WITH (
  'connector' = 'file',
  'path' = 'schemas/quickstart/mixed.log'
);

-- Whatever cannot become a row is kept here, with the reason, the clause that refused it and the line itself.
CREATE SINK bad_records
PARTITIONED BY (table_name, error_code)
WITH ('connector' = 'hive', 'path' = 'out/bad_records', 'format' = 'json')
AS SELECT * FROM ERRORS OF mixed_log;

-- Lines that no table wants.
CREATE SINK unclaimed
WITH ('connector' = 'hive', 'path' = 'out/unclaimed', 'format' = 'json')
AS SELECT record_offset, raw FROM UNCLAIMED OF mixed_log;
