WITH matched AS (
  SELECT regexp_extract(line, '^\[([^\]]+)\]\[\w+\],(\{.*)$', ['log_time', 'body']) AS m
  FROM lines WHERE contains(line, '[LoginRole]')
), parsed AS (
  SELECT strptime(m.log_time, '%Y-%m-%d %H:%M:%S %z') AS log_time, json_transform_strict(m.body, '{
    "server": "INTEGER", "account": "VARCHAR", "role_id": "BIGINT", "role_name": "VARCHAR", "level": "INTEGER", "ip": "VARCHAR",
    "device": {"os": "VARCHAR", "model": "VARCHAR", "version": "VARCHAR"}, "items": "JSON", "pay_total": "DECIMAL(18, 2)",
    "hp": "DOUBLE", "is_vip": "BOOLEAN", "vip": "INTEGER", "channel": "VARCHAR", "guild_id": "INTEGER", "login_count": "INTEGER"
  }') AS j
  FROM matched
)
SELECT log_time, j.server, j.account, j.role_id, j.role_name, j.level, j.ip, j.device.os, j.device.model, j.device.version,
  j.items, j.pay_total, j.hp, j.is_vip, j.vip, j.channel, j.guild_id, j.login_count, upper(j.device.os) AS platform, strftime(log_time, '%Y-%m-%d') AS dt
FROM parsed
