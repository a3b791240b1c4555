/** Logs of Bro (now Zeek), with the short names of its own columns. A `-` stays a text. */
import { tabbed } from './tabbed.ts'

/** The columns by name; `pattern` of those that are no free text. */
function columns(names: string, patterns: Readonly<Record<string, string>>): string {
  return names
    .split(' ')
    .map((name) => `${patterns[name] ?? 'BRO_TEXT'} ${name}`)
    .join('\n')
}

const connection = {
  ts: 'NUMBER',
  uid: 'NOTSPACE',
  orig_h: 'IP',
  orig_p: 'INT',
  resp_h: 'IP',
  resp_p: 'INT',
  proto: 'WORD',
  trans_depth: 'INT',
  trans_id: 'INT',
  request_body_len: 'NUMBER',
  response_body_len: 'NUMBER',
}

export const broLegacy = [
  tabbed(
    'BRO_HTTP',
    columns(
      'ts uid orig_h orig_p resp_h resp_p trans_depth method domain uri referrer user_agent request_body_len response_body_len status_code status_msg info_code info_msg filename bro_tags username password proxied orig_fuids orig_mime_types resp_fuids resp_mime_types',
      connection,
    ),
  ),
  tabbed(
    'BRO_DNS',
    columns(
      'ts uid orig_h orig_p resp_h resp_p proto trans_id query qclass qclass_name qtype qtype_name rcode rcode_name AA TC RD RA Z answers TTLs rejected',
      connection,
    ),
  ),
  tabbed(
    'BRO_CONN',
    columns(
      'ts uid orig_h orig_p resp_h resp_p proto service duration orig_bytes resp_bytes conn_state local_orig missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents',
      { ...connection, duration: 'NUMBER', orig_bytes: 'NUMBER', resp_bytes: 'NUMBER' },
    ),
  ),
  tabbed(
    'BRO_FILES',
    columns(
      'ts fuid tx_hosts rx_hosts conn_uids source depth analyzers mime_type filename duration local_orig is_orig seen_bytes total_bytes missing_bytes overflow_bytes timedout parent_fuid md5 sha1 sha256 extracted',
      { ts: 'NUMBER', fuid: 'NOTSPACE', tx_hosts: 'IP', rx_hosts: 'IP', conn_uids: 'NOTSPACE' },
    ),
  ),
].join('\n')
