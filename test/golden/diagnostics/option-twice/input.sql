CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'a', 'path' = 'b');
