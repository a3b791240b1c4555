CRAETE SOURCE a WITH ('connector' = 'file');
CREATE SORUCE b WITH ('connector' = 'file');
CREATE STREAMING TABEL c (x INT) FROM b;
FOO;
