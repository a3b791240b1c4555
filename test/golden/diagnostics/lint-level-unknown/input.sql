SET 'lint.W205' = 'error';
SET 'lint.E2004' = 'off';
