/** E2: names that mean nothing, or two things. */
import { sql, type CodePage } from './page.ts'

export const namePages = {
  E2001: {
    cause: 'Sources, tables and sinks share one namespace over all files of a project.',
    example: sql`
      CREATE SINK login
      WITH ('connector' = 'print')
      AS SELECT * FROM login;
    `,
    mended: sql`
      CREATE SINK login_rows
      WITH ('connector' = 'print')
      AS SELECT * FROM login;
    `,
  },
  E2002: {
    cause: 'Two columns of a table have one name. Where both are wanted, one gets another name and its key by PATH.',
    example: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT,
        id STRING PATH '$.role.id'
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id      BIGINT,
        role_id STRING PATH '$.role.id'
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E2003: {
    cause: 'No source, table or sink of the project has this name. Were all files of the project given?',
    example: sql`
      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM logon;
    `,
    mended: sql`
      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM login;
    `,
  },
  E2004: {
    cause:
      'A condition or a sink names a column that its table does not have. Keys of a document are no columns until a column brings them in.',
    example: sql`
      CREATE SINK names
      WITH ('connector' = 'print')
      AS SELECT id, nmae FROM login;
    `,
    mended: sql`
      CREATE SINK names
      WITH ('connector' = 'print')
      AS SELECT id, name FROM login;
    `,
  },
  E2005: {
    cause: 'No function has this name. All of them stand in docs/functions.md; upper and lower case are the same.',
    example: sql`
      CREATE STREAMING TABLE logout (
        name STRING,
        key  STRING AS lowr(name)
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        name STRING,
        key  STRING AS lower(name)
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E2006: {
    cause: 'No type has this name. Texts are STRING, whole numbers TINYINT to BIGINT, exact fractions DECIMAL(p, s).',
    example: sql`
      CREATE STREAMING TABLE logout (
        name TEXT
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        name STRING
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E2007: {
    cause:
      'Nothing gives the value: no step of PARSE has a field of this name, and there is no document whose key it could be.',
    example: sql`
      CREATE STREAMING TABLE access (
        ip     STRING,
        status INT
      )
      FROM logs
      PARSE REGEX '^(?<ip>\S+) (?<code>\d+)$';
    `,
    mended: sql`
      CREATE STREAMING TABLE access (
        ip     STRING,
        status INT
      )
      FROM logs
      PARSE REGEX '^(?<ip>\S+) (?<status>\d+)$';
    `,
  },
  E2008: {
    cause:
      'SET knows only the settings of the language; options of connectors stand in the WITH of their source or sink.',
    example: sql`
      SET 'timezone' = 'Asia/Shanghai';
    `,
    mended: sql`
      SET 'time.zone' = 'Asia/Shanghai';
    `,
  },
  E2009: {
    cause: 'A project has one set of settings, whatever the order of its files, so that a key cannot have two values.',
    example: sql`
      SET 'time.zone' = 'Asia/Shanghai';
      SET 'time.zone' = 'UTC';
    `,
    mended: sql`
      SET 'time.zone' = 'Asia/Shanghai';
    `,
  },
  E2010: {
    cause:
      'The name is that of another kind of thing: rows come from tables, records from sources, and an ABSTRACT table has no rows.',
    example: sql`
      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM logs;
    `,
    mended: sql`
      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM login;
    `,
  },
  E2011: {
    cause: 'Two steps of PARSE give a field of one name, and no column could tell which is meant.',
    example: sql`
      CREATE STREAMING TABLE access (
        ip STRING
      )
      FROM logs
      PARSE REGEX '^(?<ip>\S+) (?<rest>.*)$' THEN CSV (rest) COLUMNS (ip);
    `,
    mended: sql`
      CREATE STREAMING TABLE access (
        ip    STRING,
        proxy STRING
      )
      FROM logs
      PARSE REGEX '^(?<ip>\S+) (?<rest>.*)$' THEN CSV (rest) COLUMNS (proxy);
    `,
  },
  E2012: {
    cause: 'Two columns that a sink selects have one name.',
    example: sql`
      CREATE SINK names
      WITH ('connector' = 'print')
      AS SELECT id, name AS id FROM login;
    `,
    mended: sql`
      CREATE SINK names
      WITH ('connector' = 'print')
      AS SELECT id, name FROM login;
    `,
  },
  E2013: {
    cause:
      'Records have topic, partition, offset, timestamp, key, value and headers; lines of files also file.path, file.name and file.line.',
    example: sql`
      CREATE STREAMING TABLE logout (
        source_file STRING METADATA FROM 'filename'
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        source_file STRING METADATA FROM 'file.name'
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E2014: {
    cause: 'Two constraints of a table have one name, which is how the error stream tells them apart.',
    example: sql`
      CREATE STREAMING TABLE logout (
        level INT,
        CONSTRAINT sane CHECK (level > 0),
        CONSTRAINT sane CHECK (level < 200)
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        level INT,
        CONSTRAINT sane CHECK (level BETWEEN 1 AND 199)
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E2015: {
    cause: 'Partitions and keys are columns of what the sink selects, by the names they have there.',
    example: sql`
      CREATE SINK names
      PARTITIONED BY (day)
      WITH ('connector' = 'hive', 'path' = 'out/names', 'format' = 'parquet')
      AS SELECT id, name FROM login;
    `,
    mended: sql`
      CREATE SINK names
      PARTITIONED BY (day)
      WITH ('connector' = 'hive', 'path' = 'out/names', 'format' = 'parquet')
      AS SELECT id, name, day FROM login;
    `,
  },
  E2016: {
    cause:
      'A TEST expects an error code, a reason or a sink that no record of the table can have. Reasons are filter, where, unrouted, empty and unnest.',
    example: sql`
      TEST login
        GIVEN '{"id": '
        EXPECT ERROR 'JSON_PARSE';
    `,
    mended: sql`
      TEST login
        GIVEN '{"id": '
        EXPECT ERROR 'PARSE_JSON';
    `,
  },
  E2017: {
    cause: 'No parse step has this name.',
    example: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT
      )
      FROM logs
      PARSE JSN;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E2018: {
    cause: 'Neither the library nor a file of yours defines a pattern of this name.',
    example: sql`
      CREATE STREAMING TABLE access (
        client STRING
      )
      FROM logs
      PARSE GROK '%{IPP:client}';
    `,
    mended: sql`
      CREATE STREAMING TABLE access (
        client STRING
      )
      FROM logs
      PARSE GROK '%{IP:client}';
    `,
  },
  E2019: {
    cause: 'A function of this name is part of the language, and means the same in every project.',
    example: sql`
      CREATE FUNCTION lower(text STRING) RETURNS STRING AS trim(text);

      CREATE SINK lower_names
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE lower(name) = 'ada';
    `,
    mended: sql`
      CREATE FUNCTION tidy(text STRING) RETURNS STRING AS lower(trim(text));

      CREATE SINK lower_names
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE tidy(name) = 'ada';
    `,
  },
  E2020: {
    cause: 'Two parameters of a function have one name, so that its body could not say which it means.',
    example: sql`
      CREATE FUNCTION between_levels(n INT, n INT) RETURNS BOOLEAN AS n > 10;

      CREATE SINK veterans
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE between_levels(level, 60);
    `,
    mended: sql`
      CREATE FUNCTION between_levels(n INT, most INT) RETURNS BOOLEAN AS n > 10 AND n < most;

      CREATE SINK veterans
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE between_levels(level, 60);
    `,
  },
} as const satisfies Readonly<Record<string, CodePage>>
