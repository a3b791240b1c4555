WITH matched AS (
  SELECT regexp_extract(line, '^\[([^\]]+)\]\[\w+\],(\{.*)$', ['log_time', 'body']) AS m
  FROM lines WHERE contains(line, '[LogoutRole]')
), parsed AS (
  SELECT strptime(m.log_time, '%Y-%m-%d %H:%M:%S %z') AS log_time, json_transform_strict(m.body, '{
    "server": "INTEGER", "account": "VARCHAR", "role_id": "BIGINT", "role_name": "VARCHAR", "level": "INTEGER", "ip": "VARCHAR",
    "device": {"os": "VARCHAR", "model": "VARCHAR", "version": "VARCHAR"}, "online_seconds": "INTEGER", "reason": "VARCHAR",
    "pay_total": "DECIMAL(18, 2)", "is_vip": "BOOLEAN", "scene": "VARCHAR", "x": "DOUBLE", "y": "DOUBLE", "exp": "BIGINT"
  }') AS j
  FROM matched
)
SELECT log_time, j.server, j.account, j.role_id, j.role_name, j.level, j.ip, j.device.os, j.device.model, j.device.version,
  j.online_seconds, j.reason, j.pay_total, j.is_vip, j.scene, j.x, j.y, j.exp, upper(j.device.os) AS platform, strftime(log_time, '%Y-%m-%d') AS dt
FROM parsed
