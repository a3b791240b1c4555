CREATE SOURCE a WITH ('connector' = 'file', 'path' = 'x', 'framing' = 'csv', 'multiline.start' = '^\d');
CREATE SOURCE b WITH ('connector' = 'file', 'path' = 'x', 'framing' = 'whole', 'csv.header' = 'true');
CREATE SOURCE c WITH ('connector' = 'file', 'path' = 'x', 'csv.header' = 'true', 'multiline.start' = '^\d');
CREATE SOURCE d WITH ('connector' = 'file', 'path' = 'x', 'framing' = 'csv', 'csv.header' = 'true', 'csv.quote-character' = '${env:QUOTE}');
CREATE SOURCE good WITH ('connector' = 'file', 'path' = 'x', 'framing' = 'csv', 'csv.header' = 'true', 'encoding' = 'GBK', 'csv.field-delimiter' = '\t');
