CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'x', 'framing' = 'csv', 'csv.header' = 'true', 'multiline.start' = '^\d', 'encoding' = 'gbk');
