WITH matched AS (
  SELECT regexp_extract(line, '^\[([^\]]+)\]\[\w+\],(\{.*)$', ['log_time', 'body']) AS m
  FROM lines WHERE contains(line, '[ItemFlow]')
), parsed AS (
  SELECT strptime(m.log_time, '%Y-%m-%d %H:%M:%S %z') AS log_time, json_transform_strict(m.body, '{
    "server": "INTEGER", "account": "VARCHAR", "role_id": "BIGINT", "level": "INTEGER", "ip": "VARCHAR",
    "device": {"os": "VARCHAR", "model": "VARCHAR", "version": "VARCHAR"}, "op": "VARCHAR", "item_id": "INTEGER",
    "count": "INTEGER", "after": "INTEGER", "price": "DECIMAL(18, 2)", "bound": "BOOLEAN", "source": "VARCHAR", "items": "JSON", "trace": "VARCHAR"
  }') AS j
  FROM matched
)
SELECT log_time, j.server, j.account, j.role_id, j.level, j.ip, j.device.os, j.device.model, j.device.version,
  j.op, j.item_id, j.count, j.after, j.price, j.bound, j.source, j.items, j.trace, upper(j.device.os) AS platform, strftime(log_time, '%Y-%m-%d') AS dt
FROM parsed
