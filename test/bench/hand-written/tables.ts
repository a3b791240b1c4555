/** How the hand-written script reads lines: regexes, `JSON.parse`, `split`. As careless as such scripts are: numbers go through doubles. */
export type Row = Record<string, unknown>

export interface Table {
  /** By name: parquetjs-lite's types. The day is no column. */
  readonly columns: Readonly<Record<string, string>>
  matches(line: string): boolean
  /** The row, and its day; null: not to be read. */
  parse(line: string): { readonly row: Row; readonly day: string } | null
}

const eventLine = /^\[([^\]]+)\]\[\w+\],(\{.*)$/

function event(type: string, columns: Readonly<Record<string, string>>): Table {
  const mark = `[${type}]`
  return {
    columns: {
      ...{ log_time: 'TIMESTAMP_MILLIS', server: 'INT32', account: 'UTF8', role_id: 'INT64' },
      ...columns,
      ...{ os: 'UTF8', model: 'UTF8', version: 'UTF8', platform: 'UTF8' },
    },
    matches: (line) => line.includes(mark),
    parse(line) {
      const match = eventLine.exec(line)
      if (match === null) return null
      const { device, ...row } = JSON.parse(match[2]) as Row & { device?: Record<string, string> }
      const [day, time, zone] = match[1].split(' ')
      row['log_time'] = new Date(`${day}T${time}${zone}`)
      if ('items' in row) row['items'] = JSON.stringify(row['items'])
      return { row: { ...row, ...device, platform: device?.['os'].toUpperCase() }, day }
    },
  }
}

const accessLine =
  /^(\S+) \S+ \S+ \[([^\]]+)\] "([A-Z]+) (\S+) HTTP\/[0-9.]+" (\d{3}) (\d+) "([^"]*)" "([^"]*)" ([0-9.]+)$/

const access: Table = {
  columns: {
    ...{ client: 'UTF8', time: 'TIMESTAMP_MILLIS', method: 'UTF8', url: 'UTF8', server: 'INT32', status: 'INT32' },
    ...{ bytes: 'INT64', referrer: 'UTF8', agent: 'UTF8', seconds: 'DOUBLE' },
  },
  matches: (line) => line.includes(' HTTP/1.1" '),
  parse(line) {
    const match = accessLine.exec(line)
    if (match === null) return null
    const [, client, stamp, method, url, status, bytes, referrer, agent, seconds] = match
    const time = dateOf(stamp)
    const server = new URLSearchParams(url.slice(url.indexOf('?'))).get('server')
    const row = { client, time, method, url, server, status, bytes, referrer, agent, seconds: Number(seconds) }
    for (const name of ['server', 'status', 'bytes'] as const) (row as Row)[name] = Number(row[name])
    return { row, day: dayOf(time) }
  },
}

/** `20/Nov/2026:00:00:06 +0800` */
function dateOf(stamp: string): Date {
  return new Date(`${stamp.slice(0, 11).replaceAll('/', ' ')} ${stamp.slice(12)}`)
}

/** As clocks in Shanghai show it. */
function dayOf(time: Date): string {
  return new Date(time.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}

const orderColumns = {
  ...{
    time: 'TIMESTAMP_MILLIS',
    server: 'INT32',
    account: 'UTF8',
    role_id: 'INT64',
    role_name: 'UTF8',
    level: 'INT32',
  },
  ...{ ip: 'UTF8', order_id: 'UTF8', amount: 'DOUBLE', currency: 'UTF8', paid: 'BOOLEAN', channel: 'UTF8' },
  ...{ discount: 'DOUBLE', gift: 'UTF8', sdk: 'UTF8' },
}
const csvField = /"((?:[^"]|"")*)"|([^,]*)/y

const orders: Table = {
  columns: orderColumns,
  matches: (line) => line.startsWith('OrderPay,'),
  parse(line) {
    const fields = csvFields(line).slice(1)
    const row: Row = {}
    Object.entries(orderColumns).forEach(([name, type], i) => {
      row[name] = type === 'UTF8' ? fields[i] : type === 'BOOLEAN' ? fields[i] === 'true' : Number(fields[i])
    })
    row['time'] = new Date(`${fields[0].replace(' ', 'T')}+08:00`)
    return { row, day: fields[0].slice(0, 10) }
  },
}

function csvFields(line: string): string[] {
  const fields: string[] = []
  for (csvField.lastIndex = 0; ; csvField.lastIndex++) {
    const [, quoted, plain] = csvField.exec(line) ?? []
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (csvField.lastIndex >= line.length) return fields
  }
}

const performance: Table = {
  columns: {
    ...{ time: 'TIMESTAMP_MILLIS', app: 'UTF8', udid: 'UTF8', fps: 'DOUBLE', memory_mb: 'INT32', ping: 'INT32' },
    ...{ scene: 'UTF8', os: 'UTF8', model: 'UTF8', version: 'UTF8', message: 'UTF8', crash: 'BOOLEAN' },
  },
  matches: (line) => line.includes('"type":"ClientPerf"'),
  parse(line) {
    const { device, ...row } = JSON.parse(line) as Row & { device?: Record<string, string>; time: string }
    const day = row.time.slice(0, 10)
    return { row: { ...row, ...device, time: new Date(`${row.time.replace(' ', 'T')}+08:00`) }, day }
  },
}

export const tables: Readonly<Record<string, Table>> = {
  login: event('LoginRole', {
    ...{ role_name: 'UTF8', level: 'INT32', ip: 'UTF8', items: 'UTF8', pay_total: 'DOUBLE', hp: 'DOUBLE' },
    ...{ is_vip: 'BOOLEAN', vip: 'INT32', channel: 'UTF8', guild_id: 'INT32', login_count: 'INT32' },
  }),
  logout: event('LogoutRole', {
    ...{ role_name: 'UTF8', level: 'INT32', ip: 'UTF8', online_seconds: 'INT32', reason: 'UTF8', pay_total: 'DOUBLE' },
    ...{ is_vip: 'BOOLEAN', scene: 'UTF8', x: 'DOUBLE', y: 'DOUBLE', exp: 'INT64' },
  }),
  item_flow: event('ItemFlow', {
    ...{ level: 'INT32', ip: 'UTF8', op: 'UTF8', item_id: 'INT32', count: 'INT32', after: 'INT32', price: 'DOUBLE' },
    ...{ bound: 'BOOLEAN', source: 'UTF8', items: 'UTF8', trace: 'UTF8' },
  }),
  performance,
  access,
  orders,
}
