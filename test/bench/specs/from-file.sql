CREATE SOURCE game_log WITH ('connector' = 'file', 'path' = '${env:BENCH_IN}');
