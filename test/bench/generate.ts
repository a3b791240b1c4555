/** A mixed game log, the same for the same seed: three game events (header + JSON), nginx access lines and CSV. */
import { closeSync, openSync, writeSync } from 'node:fs'

const systems = ['ios', 'android', 'pc', 'mac']
const models = ['iPhone15,2', 'Xiaomi 2211133C', 'HUAWEI ALN-AL00', 'Pixel 8 Pro', 'iPad13,4']
const channels = ['official', 'app_store', 'google_play', 'taptap']
const names = ['剑客', '云游', 'shadow', 'fox', 'Arthur', '小鱼']
const paths = ['/api/v1/login', '/api/v1/roles', '/static/app.9f3e1c.js', '/pay/order']

type Random = () => number

/** mulberry32, public domain. */
function seeded(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

class Maker {
  private readonly random: Random

  constructor(random: Random) {
    this.random = random
  }

  line(index: number): string {
    const time = new Date(Date.UTC(2026, 10, 20, 2) + index * 20)
    const kind = this.random()
    if (kind < 0.35) return this.login(time)
    if (kind < 0.6) return this.logout(time)
    if (kind < 0.8) return this.itemFlow(time)
    return kind < 0.92 ? this.access(time) : this.order(time)
  }

  private login(time: Date): string {
    const more = `"pay_total":${this.money()},"hp":${(this.random() * 10_000).toFixed(3)},"vip":${this.integer(0, 12)}`
    return `${this.header(time, 'LoginRole')},{${this.role()},${more},"channel":"${this.pick(channels)}","login_count":${this.integer(1, 5000)}}`
  }

  private logout(time: Date): string {
    const more = `"online_time":${this.integer(1, 36_000)},"reason":"${this.pick(['quit', 'kick', 'timeout'])}"`
    return `${this.header(time, 'LogoutRole')},{${this.role()},${more},"scene":"map_${this.integer(1, 200)}","exp":${this.integer(0, 9e8)}}`
  }

  private itemFlow(time: Date): string {
    const more = `"item_id":${this.integer(1000, 9999)},"count":${this.integer(1, 99)},"price":${this.money()},"bound":${String(this.random() < 0.5)}`
    return `${this.header(time, 'ItemFlow')},{${this.role()},"op":"${this.pick(['add', 'sub'])}",${more},"source":"${this.pick(['shop', 'drop', 'mail'])}"}`
  }

  private access(time: Date): string {
    const stamp = `${time.toUTCString().slice(5, 16).replaceAll(' ', '/')}:${time.toISOString().slice(11, 19)} +0000`
    return `${this.address()} - - [${stamp}] "GET ${this.pick(paths)}?sid=${this.integer(1e9, 9e12)} HTTP/1.1" ${this.pick(['200', '304', '404'])} ${this.integer(0, 200_000)} "-" "okhttp/4.12.0"`
  }

  private order(time: Date): string {
    return `${time.toISOString().slice(0, 19).replace('T', ' ')},OrderPay,${this.integer(10_001, 10_400)},"${this.pick(names)}, ${this.integer(1, 99)}",${this.money()},CNY`
  }

  private header(time: Date, type: string): string {
    const local = new Date(time.getTime() + 8 * 3_600_000).toISOString()
    return `[${local.slice(0, 10)} ${local.slice(11, 19)} +0800][${type}]`
  }

  private role(): string {
    const device = `"device":{"os":"${this.pick(systems)}","model":"${this.pick(models)}","version":"1.${this.integer(0, 9)}.${this.integer(0, 9)}"}`
    return `"server":${this.integer(10_001, 10_400)},"account":"u${this.integer(1e5, 9e6)}@example.com","role":{"id":"${this.integer(1e9, 9e15)}","name":"${this.pick(names)}${this.integer(1, 9999)}","level":${this.integer(1, 120)}},"ip":"${this.address()}",${device}`
  }

  private integer(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1))
  }

  private money(): string {
    return `${this.integer(0, 50_000)}.${String(this.integer(0, 99)).padStart(2, '0')}`
  }

  private address(): string {
    return [0, 0, 0, 0].map(() => this.integer(1, 254)).join('.')
  }

  private pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)] as T
  }
}

/** Returns the file's size in bytes. */
export function generateLog(file: string, lines: number, seed: number): number {
  const maker = new Maker(seeded(seed))
  const descriptor = openSync(file, 'w')
  let bytes = 0
  for (let start = 0; start < lines; start += 1000) {
    const count = Math.min(1000, lines - start)
    const block = Array.from({ length: count }, (_, index) => maker.line(start + index) + '\n').join('')
    bytes += writeSync(descriptor, block)
  }
  closeSync(descriptor)
  return bytes
}
