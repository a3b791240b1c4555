WITH matched AS (
  SELECT regexp_extract(line,
    '^(\S+) \S+ \S+ \[([^\]]+)\] "([A-Z]+) (\S+) HTTP/[0-9.]+" (\d{3}) (\d+) "([^"]*)" "([^"]*)" ([0-9.]+)$',
    ['client', 'time', 'method', 'url', 'status', 'bytes', 'referrer', 'agent', 'seconds']) AS m
  FROM lines WHERE contains(line, ' HTTP/1.1" ')
), parsed AS (SELECT m, strptime(m.time, '%d/%b/%Y:%H:%M:%S %z') AS time FROM matched)
SELECT m.client, time, m.method, m.url, CAST(regexp_extract(m.url, '[?&]server=([^&]*)', 1) AS INTEGER) AS server,
  CAST(m.status AS INTEGER) AS status, CAST(m.bytes AS BIGINT) AS bytes, m.referrer, m.agent,
  CAST(m.seconds AS DECIMAL(9, 3)) AS seconds, strftime(time, '%Y-%m-%d') AS dt
FROM parsed
