CREATE SOURCE s WITH ('connector' = 'kafka', 'properties.bootstrap.servers' = 'k:9092', 'topic' = 't', 'scan.startup.mode' = 'timestamp');
