SET 'time.zone' = 'Asia/Shanghai';
SET 'job.name' = 'bench';
