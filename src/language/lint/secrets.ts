/** Secrets that stand in the program itself, and so in its repository. */
import type { SourceText } from '../ast.ts'
import type { Reporter } from '../check/reporter.ts'
import { hasReferences } from '../../options/references.ts'
import { isSecretOption, redactUrls } from '../secret-options.ts'

export function lintSecrets(texts: readonly SourceText[], report: Reporter): void {
  for (const statement of texts.flatMap(({ statements }) => statements)) {
    if (statement.kind !== 'create-source' && statement.kind !== 'create-sink') continue
    for (const { key, value } of statement.options) {
      const isSecret = isSecretOption(key.value) || redactUrls(value.value) !== value.value
      if (value.value === '' || !isSecret || hasReferences(value.value)) continue
      report.warning('W2014', value.span, `the secret of '${key.value}' is written into the program`, {
        label: 'whoever may read the program may read it',
        help: `put it into a variable, '\${env:${variableFor(key.value)}}', or a file, '\${file:/path}'; both may be a part of the value`,
      })
    }
  }
}

/** `properties.sasl.jaas.config` is SASL_JAAS_CONFIG. */
function variableFor(key: string): string {
  return key
    .replace(/^properties\./, '')
    .replaceAll(/\W+/g, '_')
    .toUpperCase()
}
