WITH matched AS (
  SELECT regexp_extract(line,
    '^(\S+) \S+ \S+ \[([^\]]+)\] "([A-Z]+) (\S+) HTTP/[0-9.]+" (\d{3}) (\d+|-) "([^"]*)" "(.*)"$',
    ['client', 'time', 'method', 'path', 'status', 'bytes', 'referrer', 'agent']) AS m
  FROM lines
), parsed AS (SELECT m, strptime(m.time, '%d/%b/%Y:%H:%M:%S %z') AS time FROM matched WHERE m.time <> '')
SELECT m.client, time, m.method, m.path, CAST(m.status AS INTEGER) AS status, CAST(nullif(m.bytes, '-') AS BIGINT) AS bytes,
  nullif(m.referrer, '-') AS referrer, m.agent, strftime(time, '%Y-%m-%d') AS dt
FROM parsed
