SET 'time.zone' = 'UTC';
