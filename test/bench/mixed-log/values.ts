/** What the fields of the bench's records are made of: seeded, so the same for ever. */
import { Random } from '../../support/random.ts'

export const words = {
  os: ['ios', 'android', 'pc', 'mac'],
  model: ['iPhone15,2', 'iPhone16,1', 'Xiaomi 2211133C', 'HUAWEI ALN-AL00', 'Pixel 8 Pro', 'iPad13,4'],
  network: ['wifi', '4g', '5g', 'lan'],
  channel: ['official', 'app_store', 'google_play', 'taptap', 'steam'],
  domain: ['example.com', 'example.org', 'mail.example'],
  name: ['剑客', '云游', 'shadow', 'fox', 'Zoë', 'moon', 'Arthur', '小鱼'],
  path: ['/api/v1/login', '/api/v1/roles', '/static/js/app.9f3e1c.js', '/pay/order', '/img/banner_2026.png'],
  agent: [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
    'Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro) AppleWebKit/537.36 Chrome/124.0 Mobile Safari/537.36',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36',
    'okhttp/4.12.0',
  ],
} as const

export class RandomValues extends Random {
  word(kind: keyof typeof words): string {
    return this.pick<string>(words[kind])
  }

  chance(share: number): boolean {
    return this.next() < share
  }

  /** Beyond what a double can hold, as ids in logs are. */
  id64(): string {
    return `${this.between(10_000_000, 99_999_999)}${this.digits(9)}`
  }

  digits(count: number): string {
    return String(this.between(0, 10 ** count - 1)).padStart(count, '0')
  }

  decimal(most: number, digits: number): string {
    return `${this.between(0, most)}.${this.digits(digits)}`
  }

  account(): string {
    return `u${this.between(100_000, 9_999_999)}@${this.word('domain')}`
  }

  version(): string {
    return `1.${this.between(0, 4)}.${this.between(0, 9)}`
  }

  address(): string {
    return `${this.between(1, 223)}.${this.between(0, 255)}.${this.between(0, 255)}.${this.between(1, 254)}`
  }

  /** Text of 32 hexadecimal digits. */
  token(): string {
    return Array.from({ length: 4 }, () => this.between(0, 0xffff_ffff).toString(16).padStart(8, '0')).join('')
  }
}
