CREATE SOURCE s WITH ('connector' = 'kafka', 'topics' = 'raw', 'properties.bootstrap.server' = 'localhost:9092', 'scan.startup-mode' = 'earliest-offset', 'watermark' = '1');
