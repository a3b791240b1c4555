CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'logs/*.log');

INSERT INTO warehouse SELECT * FROM logins;
SELECT * FROM logins;
DROP TABLE logins;
ALTER TABLE logins ADD COLUMN x INT;
