/** The six kinds of lines, good and bad: three game events (header + JSON), JSON lines, nginx access and CSV with quotes. */
import type { RandomValues } from './values.ts'

/** What is wrong with a line. `bytes`: it is not UTF-8. */
export type Flaw = 'cut' | 'type' | 'missing' | 'bytes'
export const flaws: readonly Flaw[] = ['cut', 'type', 'missing', 'bytes']

/** Stands for a byte that is not UTF-8, until the line is bytes. */
export const badByteMark = '\u0001'

/** Writes a line of `time`, with a flaw or (null) without. */
type MakeLine = (time: Date, random: RandomValues, flaw: Flaw | null) => string

export interface Kind {
  /** Of all lines; together 1. */
  readonly share: number
  readonly make: MakeLine
}

export const kinds = {
  LoginRole: { share: 0.3, make: event('LoginRole', login) },
  LogoutRole: { share: 0.2, make: event('LogoutRole', logout) },
  ItemFlow: { share: 0.15, make: event('ItemFlow', itemFlow) },
  ClientPerf: { share: 0.15, make: performance },
  access: { share: 0.12, make: access },
  order: { share: 0.08, make: order },
} as const satisfies Record<string, Kind>
export type KindName = keyof typeof kinds

/** `[2026-11-20 10:00:00 +0800][LoginRole],{…}` */
export function event(type: string, body: (random: RandomValues) => string): MakeLine {
  return (time, random, flaw) => {
    const server = flaw === 'type' ? '"s1"' : random.between(10_001, 10_400)
    const account = flaw === 'missing' ? 'null' : `"${random.account()}${flaw === 'bytes' ? badByteMark : ''}"`
    const common = `"server":${server},"account":${account},"role_id":${random.id64()}`
    return cutIf(flaw, `[${shanghai(time)} +0800][${type}],{${common},${body(random)}}`, random)
  }
}

export function login(random: RandomValues): string {
  const role = `"role_name":"${random.word('name')}${random.between(1, 9999)}","level":${random.between(1, 120)}`
  const money = `"pay_total":${random.decimal(50_000, 2)},"hp":${random.decimal(9999, 3)}`
  const vip = `"is_vip":${random.chance(0.2)},"vip":${random.between(0, 12)},"channel":"${random.word('channel')}"`
  const counts = `"guild_id":${random.between(0, 99_999)},"login_count":${random.between(1, 5000)}`
  return `${role},"ip":"${random.address()}",${device(random)},"items":${items(random)},${money},${vip},${counts}`
}

function logout(random: RandomValues): string {
  const role = `"role_name":"${random.word('name')}${random.between(1, 9999)}","level":${random.between(1, 120)}`
  const session = `"online_seconds":${random.between(1, 36_000)},"reason":"${random.pick(['quit', 'kick', 'timeout'])}"`
  const place = `"scene":"map_${random.between(1, 200)}","x":${random.decimal(999, 2)},"y":${random.decimal(999, 2)}`
  const money = `"pay_total":${random.decimal(50_000, 2)},"is_vip":${random.chance(0.2)}`
  return `${role},"ip":"${random.address()}",${device(random)},${session},${money},${place},"exp":${random.between(0, 900_000_000)}`
}

function itemFlow(random: RandomValues): string {
  const item = `"op":"${random.pick(['add', 'sub'])}","item_id":${random.between(1000, 9999)},"count":${random.between(1, 99)}`
  const after = `"after":${random.between(0, 999)},"price":${random.decimal(50_000, 2)},"bound":${random.chance(0.5)}`
  const source = `"source":"${random.pick(['shop', 'drop', 'mail', 'quest'])}","items":${items(random)}`
  return `"level":${random.between(1, 120)},"ip":"${random.address()}",${device(random)},${item},${after},${source},"trace":"${random.token().slice(0, 12)}"`
}

function performance(time: Date, random: RandomValues, flaw: Flaw | null): string {
  const app = flaw === 'missing' ? 'null' : `"h${random.between(10, 90)}"`
  const udid = `${random.token().slice(0, 24)}${flaw === 'bytes' ? badByteMark : ''}`
  const fps = flaw === 'type' ? '"high"' : random.decimal(119, 1)
  const load = `"fps":${fps},"memory_mb":${random.between(300, 4000)},"ping":${random.between(5, 400)}`
  const message = `"message":"frame \\"drop\\" at ${random.between(1, 9999)}","crash":${random.chance(0.01)}`
  const line = `{"time":"${shanghai(time)}","type":"ClientPerf","app":${app},"udid":"${udid}",${load},"scene":"map_${random.between(1, 200)}",${device(random)},${message}}`
  return cutIf(flaw, line, random)
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function access(time: Date, random: RandomValues, flaw: Flaw | null): string {
  const text = shanghai(time)
  const stamp = `${text.slice(8, 10)}/${months[Number(text.slice(5, 7)) - 1]}/${text.slice(0, 4)}:${text.slice(11)} +0800`
  const client = flaw === 'missing' ? '' : random.address()
  const status = flaw === 'type' ? 'OK' : random.pick([200, 200, 200, 304, 404, 502])
  const url = `${random.word('path')}?sid=${random.digits(12)}&server=${random.between(10_001, 10_400)}`
  const referrer = `https://play.example.com/${random.pick(['index', 'pay', 'news'])}.html`
  const agent = `${random.word('agent')}${flaw === 'bytes' ? badByteMark : ''}`
  const request = `"${random.pick(['GET', 'POST'])} ${url} HTTP/1.1" ${status} ${random.between(0, 200_000)}`
  return cutIf(flaw, `${client} - - [${stamp}] ${request} "${referrer}" "${agent}" ${random.decimal(1, 3)}`, random)
}

function order(time: Date, random: RandomValues, flaw: Flaw | null): string {
  const role = `"${random.word('name')}, ${random.between(1, 9999)}${flaw === 'bytes' ? badByteMark : ''}"`
  const amount = flaw === 'type' ? 'free' : random.decimal(6480, 2)
  const roleId = flaw === 'missing' ? '' : random.id64()
  const gift = `"{""gift"":""pack_${random.between(1, 99)}"",""n"":${random.between(1, 9)},""note"":""season ${random.between(1, 20)}""}"`
  const who = `${random.between(10_001, 10_400)},${random.account()},${roleId},${role},${random.between(1, 120)},${random.address()}`
  const what = `ord_${random.token()},${amount},CNY,${random.chance(0.95)},${random.word('channel')},${random.decimal(99, 4)}`
  const line = `OrderPay,${shanghai(time)},${who},${what},${gift},sdk_${random.version()}_${random.word('network')}`
  return flaw === 'cut' ? line.slice(0, line.lastIndexOf('""note')) : line
}

function device(random: RandomValues): string {
  return `"device":{"os":"${random.word('os')}","model":"${random.word('model')}","version":"${random.version()}"}`
}

function items(random: RandomValues): string {
  const item = (): string => `{"id":${random.between(1000, 9999)},"n":${random.between(1, 99)}}`
  return `[${Array.from({ length: random.between(1, 2) }, item).join(',')}]`
}

/** `2026-11-20 10:00:00`, as clocks of the logs' servers show it. */
function shanghai(time: Date): string {
  return new Date(time.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** Cut off somewhere in its last third. */
function cutIf(flaw: Flaw | null, line: string, random: RandomValues): string {
  return flaw === 'cut' ? line.slice(0, random.between(Math.floor(line.length * 0.66), line.length - 2)) : line
}
