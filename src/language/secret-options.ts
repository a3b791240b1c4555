/** What must be shown nowhere: values of options that hold secrets, and the user part of URLs. */

const secretWords = ['password', 'secret', 'token', 'jaas', 'credentials', 'user-info']

export function isSecretOption(key: string): boolean {
  const lower = key.toLowerCase()
  return secretWords.some((word) => lower.includes(word))
}

/** User parts of URLs; a password behind a colon may hold anything, so that all up to the URL's last `@` is one. */
const userPart =
  /([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#@:']*:(?:(?!,[a-z][a-z0-9+.-]*:\/\/)[^\s'])*@|[^\s/?#@']*(?:@[^\s/?#@']*)*@)/gi

/** `http://user:password@host/` becomes `http://***@host/`. */
export function redactUrls(text: string): string {
  return text.replace(userPart, '$1***@')
}

/** An option's value as it may be shown in messages. */
export function shownValue(key: string, value: string, secret: boolean = false): string {
  return secret || isSecretOption(key) ? '***' : redactUrls(value)
}
