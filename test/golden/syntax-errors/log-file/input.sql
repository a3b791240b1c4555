2026-11-20 10:00:00 INFO  [main] server.Start - listening on 0.0.0.0:8080
2026-11-20 10:00:01 WARN  [pool-1] db.Pool - slow query; 1200 ms
2026-11-20 10:00:02 ERROR [pool-1] db.Pool - it's gone
