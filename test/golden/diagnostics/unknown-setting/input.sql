SET 'time.zon' = 'UTC';
SET 'job.parallelism' = '3';
