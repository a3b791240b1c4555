CREATE SOURCE s WITH (
  'connector' = 'kafka',
  'topic' = 'logs',
  'properties.bootstrap.servers' = 'kafka:9092',
  'properties.security.protocol' = 'SASL_PLAINTEXT',
  'properties.sasl.mechanism' = 'PLAIN',
  'properties.sasl.jaas.config' = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="etl" password="tiger";'
);

CREATE STREAMING TABLE t (
  a STRING
)
FROM s
PARSE JSON;

CREATE SINK k WITH (
  'connector' = 'kafka',
  'topic' = 'rows',
  'properties.bootstrap.servers' = 'kafka:9092',
  'format' = 'avro-confluent',
  'avro-confluent.url' = 'http://etl:lion@registry:8081',
  'avro-confluent.basic-auth.user-info' = 'etl:lynx'
) AS SELECT * FROM t;

-- Known only to whoever runs it.
CREATE SINK k2 WITH (
  'connector' = 'kafka',
  'topic' = 'rows2',
  'properties.bootstrap.servers' = 'kafka:9092',
  'format' = 'avro-confluent',
  'avro-confluent.url' = 'http://registry:8081',
  'avro-confluent.basic-auth.user-info' = 'etl:${file:/run/secrets/registry}'
) AS SELECT * FROM t;
