WITH parsed AS (
  SELECT json_transform(line, '{
    "id": "BIGINT", "type": "VARCHAR", "actor": {"id": "BIGINT", "login": "VARCHAR"}, "repo": {"id": "BIGINT", "name": "VARCHAR"},
    "payload": {"action": "VARCHAR", "ref": "VARCHAR"}, "public": "BOOLEAN", "created_at": "TIMESTAMPTZ", "org": {"login": "VARCHAR"}
  }') AS j
  FROM lines
)
SELECT j.id, j.type, j.actor.id AS actor_id, j.actor.login AS actor_login, j.repo.id AS repo_id, j.repo.name AS repo_name,
  j.payload.action, j.payload.ref, j.public, j.created_at, j.org.login AS org_login, strftime(j.created_at, '%Y-%m-%d') AS dt
FROM parsed
