/** E4: clauses that do not go together, and what tables and sinks must be. */
import { sql, type CodePage } from './page.ts'

export const structurePages = {
  E4001: {
    cause: 'A table reads one source. Only an ABSTRACT one, which others take over by LIKE, may leave it open.',
    example: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT
      )
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E4002: {
    cause: 'A table takes over from itself, perhaps through others.',
    example: sql`
      CREATE STREAMING TABLE a LIKE b
      FROM logs;

      CREATE STREAMING TABLE b LIKE a
      FROM logs;
    `,
    mended: sql`
      CREATE STREAMING TABLE a LIKE login
      FROM logs;

      CREATE STREAMING TABLE b LIKE a
      FROM logs;
    `,
  },
  E4003: {
    cause:
      'A column is derived from itself, perhaps through others. Inside its own AS a name means the parsed field of that name.',
    example: sql`
      CREATE STREAMING TABLE logout (
        a INT AS b + 1,
        b INT AS a - 1
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        a INT,
        b INT AS a - 1
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E4004: {
    cause:
      'A sink selects columns and computes nothing, so that a table means the same whatever its sinks. What is computed is a column of the table.',
    example: sql`
      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT id, upper(name) FROM login;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id         BIGINT,
        name       STRING,
        name_upper STRING AS upper(name)
      )
      FROM logs
      PARSE JSON;

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT id, name_upper FROM logout;
    `,
  },
  E4005: {
    cause:
      'A partition or key must be STRING, VARCHAR, an integer, DATE or BOOLEAN, whose texts are the same in every system; a raw key is one STRING or BYTES.',
    example: sql`
      CREATE STREAMING TABLE logout (
        id    BIGINT,
        price DOUBLE NOT NULL
      )
      FROM logs
      PARSE JSON;

      CREATE SINK rows
      PARTITIONED BY (price)
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet')
      AS SELECT * FROM logout;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id    BIGINT,
        price DOUBLE NOT NULL,
        band  INT    NOT NULL AS CAST(price AS INT)
      )
      FROM logs
      PARSE JSON;

      CREATE SINK rows
      PARTITIONED BY (band)
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet')
      AS SELECT * FROM logout;
    `,
  },
  E4006: {
    cause: 'Two sinks that write to one folder would take each other for leftovers.',
    example: sql`
      CREATE SINK ids
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet')
      AS SELECT id FROM login;

      CREATE SINK names
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet')
      AS SELECT name FROM login;
    `,
    mended: sql`
      CREATE SINK ids
      WITH ('connector' = 'hive', 'path' = 'out/ids', 'format' = 'parquet')
      AS SELECT id FROM login;

      CREATE SINK names
      WITH ('connector' = 'hive', 'path' = 'out/names', 'format' = 'parquet')
      AS SELECT name FROM login;
    `,
  },
  E4007: {
    cause: 'Readers of a topic expect one schema.',
    example: sql`
      CREATE SINK ids
      WITH (
        'connector' = 'kafka',
        'topic' = 'rows',
        'properties.bootstrap.servers' = 'localhost:9092',
        'format' = 'json',
        'sink.delivery-guarantee' = 'at-least-once'
      )
      AS SELECT id FROM login;

      CREATE SINK names
      WITH (
        'connector' = 'kafka',
        'topic' = 'rows',
        'properties.bootstrap.servers' = 'localhost:9092',
        'format' = 'json',
        'sink.delivery-guarantee' = 'at-least-once'
      )
      AS SELECT name FROM login;
    `,
    mended: sql`
      CREATE SINK ids
      WITH (
        'connector' = 'kafka',
        'topic' = 'ids',
        'properties.bootstrap.servers' = 'localhost:9092',
        'format' = 'json',
        'sink.delivery-guarantee' = 'at-least-once'
      )
      AS SELECT id FROM login;

      CREATE SINK names
      WITH (
        'connector' = 'kafka',
        'topic' = 'names',
        'properties.bootstrap.servers' = 'localhost:9092',
        'format' = 'json',
        'sink.delivery-guarantee' = 'at-least-once'
      )
      AS SELECT name FROM login;
    `,
  },
  E4008: {
    cause:
      'The format cannot hold the name: Avro has letters, digits and `_`; Hive does not tell upper from lower case.',
    example: sql`
      CREATE STREAMING TABLE logout (
        \`user-id\` BIGINT
      )
      FROM logs
      PARSE JSON;

      CREATE SINK rows
      WITH (
        'connector' = 'kafka',
        'topic' = 'rows',
        'properties.bootstrap.servers' = 'localhost:9092',
        'format' = 'avro',
        'sink.delivery-guarantee' = 'at-least-once'
      )
      AS SELECT * FROM logout;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        \`user-id\` BIGINT
      )
      FROM logs
      PARSE JSON;

      CREATE SINK rows
      WITH (
        'connector' = 'kafka',
        'topic' = 'rows',
        'properties.bootstrap.servers' = 'localhost:9092',
        'format' = 'avro',
        'sink.delivery-guarantee' = 'at-least-once'
      )
      AS SELECT \`user-id\` AS user_id FROM logout;
    `,
  },
  E4010: {
    cause: 'A column says twice what becomes of a value that does not convert.',
    example: sql`
      CREATE STREAMING TABLE logout (
        level INT NULL ON ERROR DEFAULT 0 ON ERROR
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        level INT DEFAULT 0 ON ERROR
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E4011: {
    cause: 'A PATH reads a document, and no step of PARSE has made one before it.',
    example: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT PATH '$.role.id'
      )
      FROM logs
      PARSE REGEX '(?<body>.*)';
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT PATH '$.role.id'
      )
      FROM logs
      PARSE REGEX '(?<body>.*)' THEN JSON (body);
    `,
  },
  E4012: {
    cause: 'The parse step does not take this clause: REGEX and GROK have patterns, CSV has COLUMNS.',
    example: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT
      )
      FROM logs
      PARSE JSON COLUMNS (id);
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id BIGINT
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E4013: {
    cause: 'Only in FILTER a text search without a left side means the raw record; on a row it must name a column.',
    example: sql`
      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE CONTAINS 'guest';
    `,
    mended: sql`
      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE name CONTAINS 'guest';
    `,
  },
  E4014: {
    cause: 'Partition columns live in the names of folders; at least one other column must be left for the files.',
    example: sql`
      CREATE SINK rows
      PARTITIONED BY (day)
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet')
      AS SELECT day FROM login;
    `,
    mended: sql`
      CREATE SINK rows
      PARTITIONED BY (day)
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet')
      AS SELECT id, day FROM login;
    `,
  },
  E4015: {
    cause: 'A VIRTUAL column is there for conditions and other columns, and is stored nowhere.',
    example: sql`
      CREATE STREAMING TABLE logout (
        id  BIGINT,
        env STRING VIRTUAL
      )
      FROM logs
      PARSE JSON;

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT id, env FROM logout;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id  BIGINT,
        env STRING
      )
      FROM logs
      PARSE JSON;

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT id, env FROM logout;
    `,
  },
  E4016: {
    cause: 'REST is what is left of a document, so its column is JSON.',
    example: sql`
      CREATE STREAMING TABLE logout (
        id     BIGINT,
        others INT REST
      )
      FROM logs
      PARSE JSON;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        id     BIGINT,
        others JSON REST
      )
      FROM logs
      PARSE JSON;
    `,
  },
  E4017: {
    patterns: { example: 'SHOPPER u%{SHOPPER}\n', mended: 'SHOPPER u%{INT}\n' },
    cause: 'A grok pattern is made of others, and would never end if it were made of itself.',
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
  E4018: {
    cause: 'The format has no way to write values of this type: a text file of Hive nests at most seven levels.',
    example: sql`
      CREATE STREAMING TABLE logout (
        cube ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<INT>>>>>>>>
      )
      FROM logs
      PARSE JSON;

      CREATE SINK rows
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'text')
      AS SELECT * FROM logout;
    `,
    mended: sql`
      CREATE STREAMING TABLE logout (
        cube ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<INT>>>>>>>>
      )
      FROM logs
      PARSE JSON;

      CREATE SINK rows
      WITH ('connector' = 'hive', 'path' = 'out/rows', 'format' = 'parquet')
      AS SELECT * FROM logout;
    `,
  },
  E4019: {
    cause:
      'A function in SQL is expanded where it is called. One that calls itself, on its own or through others, has no end.',
    example: sql`
      CREATE FUNCTION halve(n INT) RETURNS INT AS fourth(n) * 2;

      CREATE FUNCTION fourth(n INT) RETURNS INT AS halve(n) / 2;

      CREATE SINK halves
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE halve(level) > 10;
    `,
    mended: sql`
      CREATE FUNCTION halve(n INT) RETURNS INT AS n / 2;

      CREATE FUNCTION fourth(n INT) RETURNS INT AS halve(halve(n));

      CREATE SINK halves
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE fourth(level) > 10;
    `,
  },
  E4020: {
    cause: 'Functions are written as an expression in SQL, or in JavaScript.',
    example: sql`
      CREATE FUNCTION shout(name STRING) RETURNS STRING LANGUAGE PYTHON AS $$ return name.upper() $$;

      CREATE SINK adas
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE shout(name) = 'ADA';
    `,
    mended: sql`
      CREATE FUNCTION shout(name STRING) RETURNS STRING LANGUAGE JAVASCRIPT AS $$ return name.toUpperCase() $$;

      CREATE SINK adas
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE shout(name) = 'ADA';
    `,
  },
  E4021: {
    cause:
      'A function in SQL is expanded where it is called, and so are the functions that it calls: here into more than 1,000 calls.',
    example: sql`
      CREATE FUNCTION one(n INT) RETURNS INT AS abs(n);

      CREATE FUNCTION six(n INT) RETURNS INT AS one(n) + one(n) + one(n) + one(n) + one(n) + one(n);

      CREATE FUNCTION many(n INT) RETURNS INT AS six(n) + six(n) + six(n) + six(n) + six(n) + six(n);

      CREATE FUNCTION more(n INT) RETURNS INT AS many(n) + many(n) + many(n) + many(n) + many(n) + many(n);

      CREATE FUNCTION all_of_it(n INT) RETURNS INT AS more(n) + more(n) + more(n) + more(n) + more(n) + more(n);

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE all_of_it(level) > 10;
    `,
    mended: sql`
      CREATE FUNCTION one(n INT) RETURNS INT AS abs(n);

      CREATE FUNCTION all_of_it(n INT) RETURNS INT AS 1296 * one(n);

      CREATE SINK rows
      WITH ('connector' = 'print')
      AS SELECT * FROM login WHERE all_of_it(level) > 10;
    `,
  },
  E4022: {
    cause:
      "`'sink.partition-commit.trigger' = 'partition-time'` compares the beginning of a partition, made of its columns, with the WATERMARK of the table: both must be there.",
    example: sql`
      CREATE STREAMING TABLE purchase (
        time TIMESTAMP_LTZ(3) NOT NULL,
        dt   STRING NOT NULL AS date_format(time, 'yyyy-MM-dd')
      )
      FROM logs
      PARSE JSON;

      CREATE SINK purchase_dw
      PARTITIONED BY (dt)
      WITH (
        'connector' = 'hive',
        'path' = 'out/purchase',
        'format' = 'parquet',
        'sink.partition-commit.trigger' = 'partition-time',
        'sink.partition-commit.delay' = '1 d'
      )
      AS SELECT * FROM purchase;
    `,
    mended: sql`
      CREATE STREAMING TABLE purchase (
        time TIMESTAMP_LTZ(3) NOT NULL,
        dt   STRING NOT NULL AS date_format(time, 'yyyy-MM-dd'),
        WATERMARK FOR time AS time - INTERVAL '10' MINUTE
      )
      FROM logs
      PARSE JSON;

      CREATE SINK purchase_dw
      PARTITIONED BY (dt)
      WITH (
        'connector' = 'hive',
        'path' = 'out/purchase',
        'format' = 'parquet',
        'sink.partition-commit.trigger' = 'partition-time',
        'sink.partition-commit.delay' = '1 d'
      )
      AS SELECT * FROM purchase;
    `,
  },
  E4023: {
    cause:
      "A job has one name, by which it knows its own checkpoints again: `SET 'job.name'`, else the `properties.group.id` of its Kafka sources. Two different ones name no job; all Kafka sources of a job are read in one group.",
    example: sql`
      CREATE SOURCE orders WITH (
        'connector' = 'kafka',
        'properties.bootstrap.servers' = 'localhost:9092',
        'properties.group.id' = 'shop-orders',
        'topic' = 'orders'
      );

      CREATE SOURCE returns WITH (
        'connector' = 'kafka',
        'properties.bootstrap.servers' = 'localhost:9092',
        'properties.group.id' = 'shop-returns',
        'topic' = 'returns'
      );
    `,
    mended: sql`
      SET 'job.name' = 'shop';

      CREATE SOURCE orders WITH (
        'connector' = 'kafka',
        'properties.bootstrap.servers' = 'localhost:9092',
        'topic' = 'orders'
      );

      CREATE SOURCE returns WITH (
        'connector' = 'kafka',
        'properties.bootstrap.servers' = 'localhost:9092',
        'topic' = 'returns'
      );
    `,
  },
} as const satisfies Readonly<Record<string, CodePage>>
