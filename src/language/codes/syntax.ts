/** E1: texts that do not read. */
import { sql, type CodePage } from './page.ts'

export const syntaxPages = {
  E1001: {
    cause:
      'Something stands where the language expects something else. Often the cause is just before the caret: a comma, a parenthesis or a quote that is missing.',
    example: sql`
      CREATE SINK names
      WITH ('connector' = 'print')
      AS SELECT id name FROM login;
    `,
    mended: sql`
      CREATE SINK names
      WITH ('connector' = 'print')
      AS SELECT id, name FROM login;
    `,
  },
  E1002: {
    cause:
      'A character that the language does not have: a full-width comma or parenthesis from a Chinese keyboard, a curly quote from a word processor, an operator of another language.',
    example: sql`
      CREATE SINK names
      WITH ('connector' = 'print')
      AS SELECT id， name FROM login;
    `,
    mended: sql`
      CREATE SINK names
      WITH ('connector' = 'print')
      AS SELECT id, name FROM login;
    `,
  },
  E1003: {
    cause:
      'A text, a name in backticks or a comment is opened and never closed. A quote inside a text is written twice.',
    example: sql`
      SET 'job.name' = 'it's here';
    `,
    mended: sql`
      SET 'job.name' = 'it''s here';
    `,
  },
  E1004: {
    cause:
      "Double quotes mean texts in some dialects and names in others; here they mean nothing. Texts are written '…', names with unusual characters in backticks.",
    example: sql`
      SET "job.name" = 'etl';
    `,
    mended: sql`
      SET 'job.name' = 'etl';
    `,
  },
  E1005: {
    cause:
      'A statement of another dialect. A project only declares sources, tables and sinks; nothing is inserted, dropped or altered by statements.',
    example: sql`
      INSERT INTO archive SELECT * FROM login;
    `,
    mended: sql`
      CREATE SINK archive
      WITH ('connector' = 'hive', 'path' = 'out/archive', 'format' = 'parquet')
      AS SELECT * FROM login;
    `,
  },
  E1006: {
    cause: 'Clauses have one order, so that all definitions read alike.',
    example: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT PATH '$.role.id' NOT NULL
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT NOT NULL PATH '$.role.id'
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E1007: {
    cause: 'A clause that can be said once is said twice, or two clauses say the same thing in different ways.',
    example: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT PATH '$.role.id' AS 1
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT PATH '$.role.id'
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E1008: {
    cause:
      'More than 100 brackets, or 400 operators, are in one another. A program writes such expressions rather than a person.',
    example: `CREATE STREAMING TABLE logout (
  id BIGINT AS ${'('.repeat(101)}1${')'.repeat(101)}
)
FROM logs
PARSE JSON;
`,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT AS CAST(1 AS BIGINT)
      )
      FROM logs
      PARSE JSON;
    `,
  },
} as const satisfies Readonly<Record<string, CodePage>>
