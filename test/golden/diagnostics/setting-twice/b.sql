SET 'time.zone' = 'Asia/Shanghai';
SET 'time.zone' = 'UTC';
