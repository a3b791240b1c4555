/**
 * The quickstart's log: 4,000 lines of a game's servers as they lie in one file, the good ones and every kind of bad one in
 * known numbers. The same for ever: the seed is fixed.
 */
import { Random } from './random.ts'

/** How many lines of each kind there are. */
export const mixedLogCounts = {
  login: 1500,
  loginFromTest: 40,
  loginBroken: 7, // JSON cut off: PARSE_JSON
  loginNoHeader: 3, // PARSE_REGEX
  loginLevel: 5, // level 999: CHECK
  loginNobody: 4, // no account: NOT_NULL
  loginServer: 6, // server "s1": CAST
  loginBytes: 2, // not UTF-8: DECODE_UTF8
  access: 1632,
  accessHealth: 120,
  accessCut: 6, // PARSE_REGEX
  accessDate: 3, // 31/Feb: CAST
  payment: 600,
  paymentRefused: 30,
  paymentFields: 4, // one field too many: PARSE_CSV
  paymentAmount: 5, // "free": CAST
  paymentNegative: 3, // CHECK
  paymentNobody: 2, // no role: NOT_NULL
  noise: 25, // of no table
  empty: 3,
} as const

type Kind = keyof typeof mixedLogCounts

const seed = 20_261_120
const startMs = Date.UTC(2026, 10, 19, 22) // 06:00 in Shanghai
const zoneOffsetMs = 8 * 3_600_000

export function mixedLog(): Buffer {
  const random = new Random(seed)
  const kinds = Object.entries(mixedLogCounts).flatMap(([kind, count]) => Array.from({ length: count }, () => kind))
  let timeMs = startMs
  const lines = random.shuffle(kinds).map((kind) => {
    timeMs += random.between(1, 62) * 1000
    return Buffer.concat([lineOf(kind as Kind, timeMs, random), Buffer.from('\n')])
  })
  return Buffer.concat(lines)
}

function lineOf(kind: Kind, timeMs: number, random: Random): Buffer {
  if (kind === 'loginBytes') return withBadByte(login(timeMs, random, { account: 'u?@example.com' }))
  return Buffer.from(textOf(kind, timeMs, random))
}

function textOf(kind: Exclude<Kind, 'loginBytes'>, timeMs: number, random: Random): string {
  switch (kind) {
    case 'login':
      return login(timeMs, random)
    case 'loginFromTest':
      return login(timeMs, random, { env: 'test' })
    case 'loginBroken':
      return login(timeMs, random).slice(0, -random.between(2, 30))
    case 'loginNoHeader':
      return `[RoleLogin] server 10001 is starting, no logins yet`
    case 'loginLevel':
      return login(timeMs, random, { level: 999 })
    case 'loginNobody':
      return login(timeMs, random, { account: null })
    case 'loginServer':
      return login(timeMs, random, { server: 's1' })
    case 'access':
      return access(timeMs, random, pageOf(random))
    case 'accessHealth':
      return access(timeMs, random, '/healthz')
    case 'accessCut':
      return access(timeMs, random, pageOf(random)).slice(0, random.between(70, 85))
    case 'accessDate':
      return access(timeMs, random, pageOf(random)).replace(/\[\d\d\/Nov/, '[31/Feb')
    case 'payment':
      return payment(timeMs, random, {})
    case 'paymentRefused':
      return payment(timeMs, random, { status: 'refused' })
    case 'paymentFields':
      return `${payment(timeMs, random, {})},ok`
    case 'paymentAmount':
      return payment(timeMs, random, { amount: 'free' })
    case 'paymentNegative':
      return payment(timeMs, random, { amount: '-6.00' })
    case 'paymentNobody':
      return payment(timeMs, random, { role: '' })
    case 'noise':
      return random.pick([
        '--- log rotated ---',
        '    at GameServer.tick (server.lua:4211)',
        'WARN  [pool-3] save queue is 1200 ms behind',
      ])
    case 'empty':
      return ''
  }
}

interface LoginChanges {
  readonly env?: string
  readonly level?: number
  readonly account?: string | null
  readonly server?: string
}

function login(timeMs: number, random: Random, changes: LoginChanges = {}): string {
  const level = changes.level ?? (random.next() < 0.02 ? undefined : random.between(1, 80))
  const body = {
    server: changes.server ?? random.pick([10001, 10002, 10003]),
    account: changes.account === undefined ? `u${random.between(1000, 1400)}@example.com` : changes.account,
    role: { id: roleId(random), level, name: random.pick(['Ayla', '墨白', 'Zoë', 'O\'Neil "Ace"', '🐉dragon']) },
    device: random.pick([
      { os: 'iOS', model: 'iPhone16,1' },
      { os: 'Android', model: 'Pixel 9' },
      { os: 'Windows', model: 'PC' },
    ]),
    channel: random.next() < 0.1 ? undefined : random.pick(['appstore', 'google', 'taptap']),
    env: changes.env,
    session: random.between(100_000, 999_999),
  }
  return `[${localTime(timeMs)} +0800][RoleLogin],${JSON.stringify(body)}`
}

/** Above 2^53, so that whoever reads it as a double loses it. */
function roleId(random: Random): string {
  return String(9_007_199_254_740_993n + BigInt(random.between(0, 400) * 2))
}

function access(timeMs: number, random: Random, url: string): string {
  const [date, time] = localTime(timeMs).split(' ')
  const [year, , day] = date.split('-')
  const client = `203.0.113.${random.between(1, 254)}`
  const status = random.pick([200, 200, 200, 200, 200, 304, 404, 500, 502])
  const bytes = status === 304 ? '-' : String(random.between(180, 90_000))
  const referer = random.pick(['-', 'https://play.example.com/home', 'https://news.example.org/?q=sluice%20gate'])
  const agent = random.pick([
    'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0',
    'GameClient/3.2.1 (iOS 26.1)',
    'curl/8.16.0',
  ])
  const seconds = (random.between(1, 2500) / 1000).toFixed(3)
  return `${client} - - [${day}/Nov/${year}:${time} +0800] "${random.pick(['GET', 'GET', 'GET', 'POST'])} ${url} HTTP/1.1" ${status} ${bytes} "${referer}" "${agent}" ${seconds}`
}

function pageOf(random: Random): string {
  return random.pick([
    '/',
    `/shop/item/${random.between(1, 60)}?from=mail&lang=zh`,
    `/api/v2/roles/${roleId(random)}`,
    '/static/app.js?v=3.2.1',
    '/shop/cart',
  ])
}

interface PaymentChanges {
  readonly status?: string
  readonly amount?: string
  readonly role?: string
}

function payment(timeMs: number, random: Random, changes: PaymentChanges): string {
  const order = `P${localTime(timeMs).replaceAll(/\D/g, '')}${random.between(100, 999)}`
  const amount = changes.amount ?? random.pick(['6.00', '30.00', '68.00', '128.00', '328.00', '648.00'])
  const product = random.pick(['"Gem pack, large"', 'Monthly card', '"Skin ""Snow"""', '礼包'])
  const fields = [
    'pay',
    localTime(timeMs),
    order,
    changes.role ?? roleId(random),
    amount,
    random.pick(['CNY', 'CNY', 'CNY', 'USD']),
    product,
    changes.status ?? 'ok',
  ]
  return fields.join(',')
}

/** `2026-11-20 06:00:01`, in Shanghai. */
function localTime(timeMs: number): string {
  return new Date(timeMs + zoneOffsetMs).toISOString().slice(0, 19).replace('T', ' ')
}

/** The question mark becomes a byte that no UTF-8 text holds. */
function withBadByte(text: string): Buffer {
  const bytes = Buffer.from(text)
  bytes[bytes.indexOf('?')] = 0xff
  return bytes
}
