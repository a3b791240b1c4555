CREATE SOURCE a WITH ('connector' = 'file', 'path' = 'x', 'framing' = 'lines', 'encoding' = 'gbk1803');
CREATE SOURCE b WITH ('connector' = 'file', 'path' = 'x', 'encoding' = 'utf-16', 'multiline.start' = '^\d+(?! )');
CREATE SOURCE c WITH ('connector' = 'file', 'path' = 'x', 'multiline.start' = '^(\[', 'csv.quote-character' = '«', 'framing.timeout' = 'soon');
CREATE SOURCE d WITH ('connector' = 'kafka', 'properties.bootstrap.servers' = 'k:9092', 'topic' = 't', 'csv.header' = 'true', 'framing' = 'line', 'encoding' = 'latin1');
