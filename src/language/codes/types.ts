/** E3: types, and values that their types cannot hold. */
import { sql, type CodePage } from './page.ts'

export const typePages = {
  E3001: {
    cause:
      'Two sides that must have one type have not. Numbers widen among themselves; between texts, numbers and dates nothing is converted silently.',
    example: sql`
      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT id FROM login WHERE name = level;
    `,
    mended: sql`
      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT id FROM login WHERE name = CAST(level AS STRING);
    `,
  },
  E3002: {
    cause: 'An expression has another type than its place asks for.',
    example: sql`
      CREATE STREAMING TABLE logout (
        name STRING,
        size TINYINT AS char_length(name)
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        name STRING,
        size TINYINT AS CAST(char_length(name) AS TINYINT)
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E3003: {
    cause: 'The function takes no arguments of these types, or not so many.',
    example: sql`
      CREATE STREAMING TABLE logout (
        level INT,
        label STRING AS lower(level)
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        level INT,
        label STRING AS lower(CAST(level AS STRING))
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E3004: {
    cause:
      'An argument that must be right when compiling is wrong: a JSON path, a pattern of dates, a regex, a part of a URL.',
    example: sql`
      CREATE STREAMING TABLE logout (
        device JSON,
        os     STRING AS json_value(device, 'os')
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        device JSON,
        os     STRING AS json_value(device, '$.os')
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E3005: {
    cause: 'A literal does not say what its type needs.',
    example: sql`
      CREATE STREAMING TABLE logout (
        day    DATE,
        is_old BOOLEAN AS day < DATE '2026-02-30'
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        day    DATE,
        is_old BOOLEAN AS day < DATE '2026-02-28'
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E3006: {
    cause: 'The type of the column cannot hold the constant.',
    example: sql`
      CREATE STREAMING TABLE logout (
        level TINYINT DEFAULT 300
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        level SMALLINT DEFAULT 300
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E3007: {
    cause:
      'A type has the wrong parameters: DECIMAL(p, s) has up to 38 digits, TIMESTAMP(p) up to 6 digits of a second.',
    example: sql`
      CREATE STREAMING TABLE logout (
        price DECIMAL(50, 2)
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        price DECIMAL(38, 2)
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E3008: {
    cause: 'There is no conversion between the two types.',
    example: sql`
      CREATE STREAMING TABLE logout (
        day         DATE,
        year_number INT AS CAST(day AS INT)
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        day         DATE,
        year_number INT AS CAST(year(day) AS INT)
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E3009: {
    cause: `A JSON path does not read. Paths look like '$.role.id', '$.items[0]' or '$."a b"'.`,
    example: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT PATH '$.role.[id]'
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
  E3010: {
    cause: "A regex does not read. The syntax is RE2's; a backslash in a text is ordinary and written once.",
    example: sql`
      CREATE STREAMING TABLE logout (
        ip STRING
      )
      FROM logs
      PARSE REGEX '^(?<ip>[0-9.+) ';
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        ip STRING
      )
      FROM logs
      PARSE REGEX '^(?<ip>[0-9.]+) ';
    `,
  },
  E3011: {
    cause:
      'Look-around, back-references, possessive and atomic groups can take for ever on one bad line, and RE2 has none of them. Mostly a second condition does the same.',
    example: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT
      )
      FROM logs
      FILTER MATCHES '^(?!DEBUG)'
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT
      )
      FROM logs
      FILTER NOT STARTS WITH 'DEBUG'
      PARSE JSON;
    `,
  },
  E3012: {
    cause: "A FORMAT is no pattern of Java's DateTimeFormatter, and none of ISO8601, UNIX, UNIX_MS and UNIX_US.",
    example: sql`
      CREATE STREAMING TABLE logout (
        day DATE FORMAT 'YYYY-MM-DD'
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        day DATE FORMAT 'yyyy-MM-dd'
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E3013: {
    cause: 'Only dates, times and BYTES are read by a FORMAT.',
    example: sql`
      CREATE STREAMING TABLE logout (
        level INT FORMAT '000'
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        level INT
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E3014: {
    cause: 'A TIMESTAMP has no zone and never moves; a text with a zone names an instant.',
    example: sql`
      CREATE STREAMING TABLE logout (
        log_time TIMESTAMP(3) FORMAT 'yyyy-MM-dd HH:mm:ss Z'
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        log_time TIMESTAMP_LTZ(3) FORMAT 'yyyy-MM-dd HH:mm:ss Z'
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E3015: {
    cause:
      'A replay must write the same rows again, so there is neither a clock nor chance. The record has a time of its own.',
    example: sql`
      CREATE STREAMING TABLE logout (
        seen TIMESTAMP_LTZ(3) AS now()
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        seen TIMESTAMP_LTZ(3) METADATA FROM 'timestamp'
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E3016: {
    cause: 'The value is needed when compiling, and so must be written out.',
    example: sql`
      CREATE STREAMING TABLE logout (
        level INT,
        rank  INT DEFAULT level
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        level INT,
        rank  INT DEFAULT 1
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E3017: {
    cause: 'The setting does not take this value.',
    example: sql`
      SET 'time.zone' = 'Beijing';
    `,
    mended: sql`
      SET 'time.zone' = 'Asia/Shanghai';
    `,
  },
  E3018: {
    cause: 'A grok pattern captures into a place that cannot be, or as a type that grok does not have.',
    example: sql`
      CREATE STREAMING TABLE access (
        client STRING
      )
      FROM logs
      PARSE GROK '%{IP:client:text}';
    `,
    mended: sql`
      CREATE STREAMING TABLE access (
        client STRING
      )
      FROM logs
      PARSE GROK '%{IP:client}';
    `,
  },
  E3019: {
    patterns: { example: 'SHOPPER \\w+\nVOUCHER\n', mended: 'SHOPPER \\w+\nVOUCHER \\d+\n' },
    cause: 'A line of a pattern file is `NAME pattern`; lines that begin with `#` are comments.',
    example: sql`
      CREATE STREAMING TABLE access (
        client STRING
      )
      FROM logs
      PARSE GROK '%{SHOPPER:client}' WITH ('grok.patterns' = 'patterns/shop');
    `,
    mended: sql`
      CREATE STREAMING TABLE access (
        client STRING
      )
      FROM logs
      PARSE GROK '%{SHOPPER:client}' WITH ('grok.patterns' = 'patterns/shop');
    `,
  },
  E3020: {
    cause:
      'The body of a function in JavaScript is not right: it does not parse (as ECMAScript 2023, in strict mode), returns nothing, or waits for something.',
    example: sql`
      CREATE FUNCTION initials(name STRING) RETURNS STRING LANGUAGE JAVASCRIPT AS $$
        return name.split(' ').map((word) => word[0].join('')
      $$;

      CREATE SINK adas
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE initials(name) = 'AL';
    `,
    mended: sql`
      CREATE FUNCTION initials(name STRING) RETURNS STRING LANGUAGE JAVASCRIPT AS $$
        return name.split(' ').map((word) => word[0]).join('')
      $$;

      CREATE SINK adas
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE initials(name) = 'AL';
    `,
  },
} as const satisfies Readonly<Record<string, CodePage>>
