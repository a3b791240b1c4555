-- Five of the fifteen event types of GitHub's archive, each a table of one source.
CREATE SOURCE github WITH ('connector' = 'file', 'path' = '${env:EVENTS}');

CREATE ABSTRACT STREAMING TABLE event (
  id          BIGINT NOT NULL,
  type        STRING NOT NULL,
  actor_id    BIGINT NOT NULL PATH '$.actor.id',
  actor_login STRING NOT NULL PATH '$.actor.login',
  repo_id     BIGINT NOT NULL PATH '$.repo.id',
  repo_name   STRING NOT NULL PATH '$.repo.name',
  public      BOOLEAN NOT NULL,
  created_at  TIMESTAMP_LTZ(0) NOT NULL,
  org_login   STRING PATH '$.org.login',
  hour        STRING NOT NULL AS date_format(created_at, 'yyyy-MM-dd HH'),
  rest        JSON REST
)
FROM github
PARSE JSON;

CREATE STREAMING TABLE push LIKE event (
  commits     INT  NOT NULL PATH '$.payload.size',
  ref         STRING NOT NULL PATH '$.payload.ref',
  first_sha   STRING PATH '$.payload.commits[0].sha',
  last_sha    STRING PATH '$.payload.commits[last].sha'
)
FILTER CONTAINS '"type":"PushEvent"';

CREATE STREAMING TABLE created LIKE event (
  ref_type STRING NOT NULL PATH '$.payload.ref_type',
  ref      STRING PATH '$.payload.ref'
)
FILTER CONTAINS '"type":"CreateEvent"';

CREATE STREAMING TABLE pull_request LIKE event (
  action    STRING NOT NULL PATH '$.payload.action',
  number    INT NOT NULL PATH '$.payload.number',
  title     STRING PATH '$.payload.pull_request.title',
  merged    BOOLEAN PATH '$.payload.pull_request.merged',
  additions INT PATH '$.payload.pull_request.additions'
)
FILTER CONTAINS '"type":"PullRequestEvent"';

CREATE STREAMING TABLE watch LIKE event (
  action STRING NOT NULL PATH '$.payload.action'
)
FILTER CONTAINS '"type":"WatchEvent"';

CREATE STREAMING TABLE issue_comment LIKE event (
  action   STRING NOT NULL PATH '$.payload.action',
  issue    INT NOT NULL PATH '$.payload.issue.number',
  body     STRING PATH '$.payload.comment.body',
  comment  JSON PATH '$.payload.comment'
)
FILTER CONTAINS '"type":"IssueCommentEvent"';

CREATE SINK push_small PARTITIONED BY (hour)
WITH ('connector' = 'hive', 'path' = '${env:OUT}/push_small', 'format' = 'parquet')
AS SELECT * FROM push WHERE commits <= 1;
CREATE SINK push_large PARTITIONED BY (hour)
WITH ('connector' = 'hive', 'path' = '${env:OUT}/push_large', 'format' = 'json')
AS SELECT * FROM push WHERE commits > 1;
CREATE SINK created_by_hour PARTITIONED BY (hour)
WITH ('connector' = 'hive', 'path' = '${env:OUT}/created', 'format' = 'parquet') AS SELECT * FROM created;
CREATE SINK pull_request_by_hour PARTITIONED BY (hour)
WITH ('connector' = 'hive', 'path' = '${env:OUT}/pull_request', 'format' = 'parquet') AS SELECT * FROM pull_request;
CREATE SINK watch_by_hour PARTITIONED BY (hour)
WITH ('connector' = 'hive', 'path' = '${env:OUT}/watch', 'format' = 'parquet') AS SELECT * FROM watch;
CREATE SINK issue_comment_by_hour PARTITIONED BY (hour)
WITH ('connector' = 'hive', 'path' = '${env:OUT}/issue_comment', 'format' = 'parquet') AS SELECT * FROM issue_comment;
CREATE SINK other
WITH ('connector' = 'hive', 'path' = '${env:OUT}/other', 'format' = 'json') AS SELECT * FROM UNCLAIMED OF github;
