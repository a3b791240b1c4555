CREATE SOURCE logs WITH ('connector' = kafka, 'scan.rate-limit' = 5000);
SET time.zone = 'UTC';
