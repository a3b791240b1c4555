CREATE SOURCE s WITH ('connector' = 'filesystem', 'path' = 'x');

CREATE SOURCE r WITH ('connector' = 'kafak');

CREATE SOURCE q WITH ('topic' = 'x');
