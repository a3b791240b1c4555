CREATE SOURCE logs WITH (
  'connector' = 'file'
  'path' = 'logs/*.log'
  'framing' = 'line'
);
