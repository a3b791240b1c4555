/** What Kafka sources and sinks need to reach a cluster: Kafka's own property names behind `properties.`, as in Flink. */
import { optional, required, withDefault } from './definition.ts'
import { addressesKind, anyTextKind, durationKind, textKind, wordKind } from './kinds.ts'

export const kafkaClient = {
  'properties.bootstrap.servers': required(addressesKind, 'The brokers to begin with: `host:port`, by commas.'),
  'properties.client.id': optional(textKind, 'How this client calls itself to the brokers.'),
  'properties.security.protocol': withDefault(
    wordKind(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']),
    'PLAINTEXT',
    'How the brokers are spoken to.',
  ),
  'properties.sasl.mechanism': optional(
    wordKind(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'], ['GSSAPI', 'OAUTHBEARER']),
    'How this client logs in.',
  ),
  'properties.sasl.jaas.config': optional(anyTextKind, 'Kafka\'s login module with `username="…"` and `password="…"`.'),
  'properties.ssl.truststore.location': optional(textKind, 'A file of the certificates to trust, PEM.'),
  'properties.request.timeout.ms': withDefault(durationKind, 30_000, 'How long an answer may take.'),
  'properties.delivery.timeout.ms': withDefault(
    durationKind,
    300_000,
    'How long a running job goes on trying where brokers are away; then it ends with the reason.',
  ),
  'properties.transaction.timeout.ms': withDefault(
    durationKind,
    60_000,
    'After so long Kafka gives up what a transaction has written; at most what the brokers allow.',
  ),
} as const
