CREATE SOURCE logs WITH ('connector' = 'file', 'path' = 'x.log';

SET 'job.name' = 'x';
