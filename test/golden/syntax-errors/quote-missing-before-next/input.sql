CREATE SOURCE logs WITH (
  'connector' = 'file,
  'path' = 'x.log'
);


CREATE SINK out WITH ('connector' = 'print') AS SELECT * FROM logins;
