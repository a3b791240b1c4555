SET 'job.name' = $$abc;
