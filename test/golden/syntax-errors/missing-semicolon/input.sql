SET 'job.name' = 'x'
CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log')
CREATE SINK out WITH ('connector' = 'print') AS SELECT * FROM logins
TEST logins GIVEN '{}' EXPECT DROPPED 'filter'
SET 'time.zone' = 'UTC'
