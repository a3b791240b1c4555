CREATE SOURCE github_events WITH ('connector' = 'file', 'path' = '${env:BENCH_IN}');

CREATE STREAMING TABLE github (
  id          BIGINT NOT NULL,
  type        STRING NOT NULL,
  actor_id    BIGINT NOT NULL PATH '$.actor.id',
  actor_login STRING NOT NULL PATH '$.actor.login',
  repo_id     BIGINT NOT NULL PATH '$.repo.id',
  repo_name   STRING NOT NULL PATH '$.repo.name',
  action      STRING PATH '$.payload.action',
  ref         STRING PATH '$.payload.ref',
  public      BOOLEAN NOT NULL,
  created_at  TIMESTAMP_LTZ(0) NOT NULL,
  org_login   STRING PATH '$.org.login',
  dt          STRING NOT NULL AS date_format(created_at, 'yyyy-MM-dd')
)
FROM github_events
PARSE JSON;

CREATE SINK github_parquet
PARTITIONED BY (dt)
WITH ('connector' = 'hive', 'path' = '${env:BENCH_OUT}/github', 'format' = 'parquet')
AS SELECT * FROM github;
