/** W: what compiles and will hurt. */
import { sql, type CodePage } from './page.ts'

export const lintPages = {
  W1002: {
    cause: 'The option or setting is accepted, so that programs may have it already, and does nothing yet.',
    example: sql`
      CREATE SINK rows
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet', 'sink.rolling-policy.rollover-interval' = '1 h')
      AS SELECT * FROM login;
    `,
    mended: sql`
      CREATE SINK rows
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet')
      AS SELECT * FROM login;
    `,
  },
  W2001: {
    cause: 'A group captures text that no column, expression or later step reads.',
    example: sql`
      CREATE STREAMING TABLE logout (
        ip STRING
      )
      FROM logs
      PARSE REGEX '^(?<ip>\S+) (?<zone>\S+)';

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM logout;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        ip STRING
      )
      FROM logs
      PARSE REGEX '^(?<ip>\S+) \S+';

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM logout;
    `,
  },
  W2002: {
    cause: 'The conditions exclude each other, and the table stays empty.',
    example: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT
      )
      FROM logs
      FILTER CONTAINS '[Login]' AND NOT CONTAINS 'Login'
      PARSE JSON;

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM logout;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT
      )
      FROM logs
      FILTER CONTAINS '[Login]' AND NOT CONTAINS 'LoginFailed'
      PARSE JSON;

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM logout;
    `,
  },
  W2003: {
    cause: 'Rows whose partition column is NULL go to `__HIVE_DEFAULT_PARTITION__`, where nobody looks.',
    example: sql`
      CREATE SINK rows
      PARTITIONED BY (level)
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet')
      AS SELECT * FROM login;
    `,
    mended: sql`
      CREATE SINK rows
      PARTITIONED BY (day)
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet')
      AS SELECT * FROM login;
    `,
  },
  W2004: {
    cause: 'Hive does not tell upper from lower case and stores all names in lower case.',
    example: sql`
      CREATE STREAMING TABLE logout (
        roleId BIGINT
      )
      FROM logs
      PARSE JSON;

      CREATE SINK rows
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet')
      AS SELECT * FROM logout;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        roleId BIGINT
      )
      FROM logs
      PARSE JSON;

      CREATE SINK rows
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet')
      AS SELECT roleId AS role_id FROM logout;
    `,
  },
  W2005: {
    cause: 'No sink stores the rows of the table, though it costs as much as any other.',
    example: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT
      )
      FROM logs
      PARSE JSON;

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM logout;
    `,
  },
  W2006: {
    cause: 'A text without a zone becomes an instant, and nobody has said which zone it is in: it is read as UTC.',
    example: sql`
      CREATE STREAMING TABLE logout (
        log_time TIMESTAMP_LTZ(3) FORMAT 'yyyy-MM-dd HH:mm:ss'
      )
      FROM logs
      PARSE JSON;

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM logout;
    `,
    mended: sql`
      SET 'time.zone' = 'Asia/Shanghai';

      CREATE STREAMING TABLE logout (
        log_time TIMESTAMP_LTZ(3) FORMAT 'yyyy-MM-dd HH:mm:ss'
      )
      FROM logs
      PARSE JSON;

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM logout;
    `,
  },
  W1003: {
    cause: 'A comment asks to ignore a code that no lint has, and so ignores nothing. Mistakes (E) cannot be ignored.',
    example: sql`
      -- sluice:ignore W203
      CREATE SINK rows
      PARTITIONED BY (day)
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet')
      AS SELECT * FROM login;
    `,
    mended: sql`
      -- sluice:ignore W2003
      CREATE SINK rows
      PARTITIONED BY (day)
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet')
      AS SELECT * FROM login;
    `,
  },
  W2007: {
    cause: 'Whatever is compared with NULL by `=` or `<>` is NULL, which no condition takes for TRUE.',
    example: sql`
      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE name = NULL;
    `,
    mended: sql`
      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE name IS NULL;
    `,
  },
  W2008: {
    cause:
      'Two tables read one source with the same FILTER and WHERE, so that every record becomes a row of both: mostly one of them was copied and not edited.',
    example: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT
      )
      FROM logs
      FILTER CONTAINS '[Logout]'
      PARSE JSON;

      CREATE STREAMING TABLE leave (
        id BIGINT
      )
      FROM logs
      FILTER CONTAINS '[Logout]'
      PARSE JSON;

      CREATE SINK logouts
      WITH ('connector' = 'print')
      AS SELECT * FROM logout;

      CREATE SINK leaves
      WITH ('connector' = 'print')
      AS SELECT * FROM leave;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT
      )
      FROM logs
      FILTER CONTAINS '[Logout]'
      PARSE JSON;

      CREATE STREAMING TABLE leave (
        id BIGINT
      )
      FROM logs
      FILTER CONTAINS '[Leave]'
      PARSE JSON;

      CREATE SINK logouts
      WITH ('connector' = 'print')
      AS SELECT * FROM logout;

      CREATE SINK leaves
      WITH ('connector' = 'print')
      AS SELECT * FROM leave;
    `,
  },
  W2009: {
    cause: "No TEST tries the table. It is said only where `SET 'lint.W2009' = 'warning'` asks for it.",
    example: sql`
      SET 'lint.W2009' = 'warning';
    `,
    mended: sql`
      SET 'lint.W2009' = 'warning';

      TEST login
        GIVEN '{"id": 7, "day": "2026-11-20"}'
        EXPECT (id = 7, name = NULL);
    `,
  },
  W2010: {
    cause: 'The condition of a sink contradicts itself, or the WHERE of its table, and the sink stays empty.',
    example: sql`
      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE level >= 60 AND level < 10;
    `,
    mended: sql`
      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE level >= 60 OR level < 10;
    `,
  },
  W2011: {
    cause: 'No table, sink or other function calls the function.',
    example: sql`
      CREATE FUNCTION tidy(text STRING) RETURNS STRING AS lower(trim(text));
    `,
    mended: sql`
      CREATE FUNCTION tidy(text STRING) RETURNS STRING AS lower(trim(text));

      CREATE SINK adas
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE tidy(name) = 'ada';
    `,
  },
  W2012: {
    cause:
      'A regex without `^` is tried at every place of a record before it is known to miss: 2 µs for one of 400 bytes, 116 µs if it begins with `.*`, and 0.15 µs with `^`. One that begins with a text of three characters or more is searched for by that text, which is fast.',
    example: sql`
      CREATE STREAMING TABLE logout (
        ip STRING
      )
      FROM logs
      PARSE REGEX '(?<ip>\d+\.\d+\.\d+\.\d+) logout';

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM logout;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        ip STRING
      )
      FROM logs
      PARSE REGEX '^\S+ (?<ip>\d+\.\d+\.\d+\.\d+) logout';

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM logout;
    `,
  },
  W2013: {
    cause:
      'A repetition in a repetition can take one text in very many ways, all of which are tried on a record that misses, up to a limit: 70 µs rather than 0.15 µs. And a few constructs, such as `\\pL` and `(?m)`, only the slower of two engines has: 26 µs rather than 0.4 µs.',
    example: sql`
      CREATE STREAMING TABLE logout (
        who STRING
      )
      FROM logs
      PARSE REGEX '^(?<who>(?:\w+\s?)+): bye';

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM logout;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        who STRING
      )
      FROM logs
      PARSE REGEX '^(?<who>[\w\s]+): bye';

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM logout;
    `,
  },
  W2014: {
    cause:
      'A password or token in the text of a program is known to all who may read its repository, for ever. References are replaced when the program runs; what they stand for is shown nowhere.',
    example: sql`
      CREATE SOURCE orders WITH (
        'connector' = 'kafka',
        'topic' = 'orders',
        'properties.bootstrap.servers' = 'kafka:9092',
        'properties.security.protocol' = 'SASL_PLAINTEXT',
        'properties.sasl.mechanism' = 'PLAIN',
        'properties.sasl.jaas.config' = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="etl" password="tiger";'
      );
    `,
    mended: sql`
      CREATE SOURCE orders WITH (
        'connector' = 'kafka',
        'topic' = 'orders',
        'properties.bootstrap.servers' = 'kafka:9092',
        'properties.security.protocol' = 'SASL_PLAINTEXT',
        'properties.sasl.mechanism' = 'PLAIN',
        'properties.sasl.jaas.config' = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="etl" password="\${env:KAFKA_PASSWORD}";'
      );
    `,
  },
} as const satisfies Readonly<Record<string, CodePage>>
