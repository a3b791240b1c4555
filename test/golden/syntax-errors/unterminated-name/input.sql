CREATE SOURCE `game log WITH ('connector' = 'file');
SET 'job.name' = 'x';
