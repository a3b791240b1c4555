SET 'time.zone' = 'Asia/Shangai';
SET 'job.epoch-interval' = 'often';
SET 'job.epoch-bytes' = '16 mb';
SET 'lint.W2003' = 'of';
