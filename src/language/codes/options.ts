/** E5: options of sources, sinks and parse steps. */
import { sql, type CodePage } from './page.ts'

export const optionPages = {
  E5001: {
    cause: 'The connector or step has no such option.',
    example: sql`
      CREATE SOURCE other WITH (
        'connector' = 'file',
        'path' = 'in',
        'framming' = 'line'
      );
    `,
    mended: sql`
      CREATE SOURCE other WITH (
        'connector' = 'file',
        'path' = 'in',
        'framing' = 'line'
      );
    `,
  },
  E5002: {
    cause: 'The option does not take this value.',
    example: sql`
      CREATE SOURCE other WITH (
        'connector' = 'file',
        'path' = 'in',
        'scan.rate-limit' = 'fast'
      );
    `,
    mended: sql`
      CREATE SOURCE other WITH (
        'connector' = 'file',
        'path' = 'in',
        'scan.rate-limit' = '50000'
      );
    `,
  },
  E5003: {
    cause: 'An option without which the connector cannot work is missing.',
    example: sql`
      CREATE SOURCE other WITH ('connector' = 'file');
    `,
    mended: sql`
      CREATE SOURCE other WITH (
        'connector' = 'file',
        'path' = 'in'
      );
    `,
  },
  E5004: {
    cause: 'An option is given twice.',
    example: sql`
      CREATE SOURCE other WITH (
        'connector' = 'file',
        'path' = 'in',
        'path' = 'also'
      );
    `,
    mended: sql`
      CREATE SOURCE other WITH (
        'connector' = 'file',
        'path' = 'in'
      );
    `,
  },
  E5005: {
    cause: '`${…}` in an option is a reference, and this one does not read. `$${` is a literal `${`.',
    example: sql`
      CREATE SOURCE other WITH (
        'connector' = 'file',
        'path' = '\${HOME}/logs'
      );
    `,
    mended: sql`
      CREATE SOURCE other WITH (
        'connector' = 'file',
        'path' = '\${env:HOME}/logs'
      );
    `,
  },
  E5006: {
    cause: 'Two options say different things about one matter.',
    example: sql`
      CREATE SOURCE other WITH (
        'connector' = 'file',
        'path' = 'in',
        'framing' = 'whole',
        'multiline.start' = '^\d{4}-'
      );
    `,
    mended: sql`
      CREATE SOURCE other WITH (
        'connector' = 'file',
        'path' = 'in',
        'multiline.start' = '^\d{4}-'
      );
    `,
  },
  E5007: {
    patterns: { example: 'SHOPPER \\w+\n', mended: 'SHOPPER \\w+\n' },
    cause:
      'A file of patterns that an option names cannot be read. Paths are relative to the working directory, or else to the folder of the file that names them.',
    example: sql`
      CREATE STREAMING TABLE access (
        client STRING
      )
      FROM logs
      PARSE GROK '%{IP:client}' WITH ('grok.patterns' = 'patterns/shpo');
    `,
    mended: sql`
      CREATE STREAMING TABLE access (
        client STRING
      )
      FROM logs
      PARSE GROK '%{IP:client}' WITH ('grok.patterns' = 'patterns/shop');
    `,
  },
} as const satisfies Readonly<Record<string, CodePage>>
