SELECT CAST(time AS TIMESTAMPTZ) AS time, server, account, role_id, role_name, level, ip, order_id, amount, currency, paid, channel,
  discount, gift, sdk, left(time, 10) AS dt
FROM read_csv('${IN}', header = false, delim = ',', quote = '"', escape = '"', auto_detect = false, columns = {
  'kind': 'VARCHAR', 'time': 'VARCHAR', 'server': 'INTEGER', 'account': 'VARCHAR', 'role_id': 'BIGINT', 'role_name': 'VARCHAR',
  'level': 'INTEGER', 'ip': 'VARCHAR', 'order_id': 'VARCHAR', 'amount': 'DECIMAL(18, 2)', 'currency': 'VARCHAR', 'paid': 'BOOLEAN',
  'channel': 'VARCHAR', 'discount': 'DOUBLE', 'gift': 'JSON', 'sdk': 'VARCHAR'})
WHERE kind = 'OrderPay'
