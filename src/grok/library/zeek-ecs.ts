/** Logs of Zeek (https://docs.zeek.org/en/master/logs/), and of Bro, its former name: fields of the Elastic Common Schema. */
import { tabbed } from './tabbed.ts'

const connection = `
  NUMBER timestamp
  NOTSPACE [zeek][session_id]
  IP [source][ip]
  INT [source][port]:int
  IP [destination][ip]
  INT [destination][port]:int`

function http(version: 'old' | 'new'): string {
  return `${connection}
  INT [zeek][http][trans_depth]:int
  WORD? [http][request][method]
  ZEEK_DATA? [url][domain]
  ZEEK_DATA? [url][original]
  ZEEK_DATA? [http][request][referrer]
  ${version === 'old' ? '' : 'NUMBER? [http][version]'}
  ZEEK_DATA? [user_agent][original]
  ${version === 'old' ? '' : 'ZEEK_DATA? [zeek][http][origin]'}
  NUMBER? [http][request][body][bytes]:int
  NUMBER? [http][response][body][bytes]:int
  POSINT? [http][response][status_code]:int
  DATA? [zeek][http][status_msg]
  POSINT? [zeek][http][info_code]:int
  DATA? [zeek][http][info_msg]
  ${version === 'old' ? 'ZEEK_DATA? [zeek][http][filename]' : ''}
  ZEEK_DATA(empty) [zeek][http][tags]
  ZEEK_DATA? [url][username]
  ZEEK_DATA? [url][password]
  ZEEK_DATA? [zeek][http][proxied]
  ZEEK_DATA? [zeek][http][orig_fuids]
  ${version === 'old' ? '' : 'ZEEK_DATA? [zeek][http][orig_filenames]'}
  ZEEK_DATA? [http][request][mime_type]
  ZEEK_DATA? [zeek][http][resp_fuids]
  ${version === 'old' ? '' : 'ZEEK_DATA? [zeek][http][resp_filenames]'}
  ZEEK_DATA? [http][response][mime_type]`.replaceAll(/\n\s*(?=\n)/g, '')
}

function dns(version: 'old' | 'new'): string {
  return `${connection}
  WORD [network][transport]
  INT? [dns][id]:int
  ${version === 'old' ? '' : 'NUMBER? [zeek][dns][rtt]:float'}
  ZEEK_DATA? [dns][question][name]
  INT? [zeek][dns][qclass]:int
  ZEEK_DATA? [zeek][dns][qclass_name]
  INT? [zeek][dns][qtype]:int
  ZEEK_DATA? [dns][question][type]
  INT? [zeek][dns][rcode]:int
  ZEEK_DATA? [dns][response_code]
  ZEEK_BOOL? [zeek][dns][AA]
  ZEEK_BOOL? [zeek][dns][TC]
  ZEEK_BOOL? [zeek][dns][RD]
  ZEEK_BOOL? [zeek][dns][RA]
  NONNEGINT? [zeek][dns][Z]:int
  ZEEK_DATA? [zeek][dns][answers]
  DATA? [zeek][dns][TTLs]
  ZEEK_BOOL? [zeek][dns][rejected]`.replaceAll(/\n\s*(?=\n)/g, '')
}

const flowHead = `${connection}
  WORD [network][transport]
  ZEEK_DATA? [network][protocol]
  NUMBER? [zeek][connection][duration]:float
  INT? [zeek][connection][orig_bytes]:int
  INT? [zeek][connection][resp_bytes]:int
  ZEEK_DATA? [zeek][connection][state]
  ZEEK_BOOL? [zeek][connection][local_orig]`

const flowTail = `
  INT? [zeek][connection][missed_bytes]:int
  ZEEK_DATA? [zeek][connection][history]
  INT? [source][packets]:int
  INT? [source][bytes]:int
  INT? [destination][packets]:int
  INT? [destination][bytes]:int`

const filesTail = `
  ZEEK_DATA? [zeek][files][session_ids]
  ZEEK_DATA? [zeek][files][source]
  INT? [zeek][files][depth]:int
  ZEEK_DATA? [zeek][files][analyzers]
  ZEEK_DATA? [file][mime_type]
  ZEEK_DATA? [file][name]
  NUMBER? [zeek][files][duration]:float
  ZEEK_DATA? [zeek][files][local_orig]
  ZEEK_BOOL? [zeek][files][is_orig]
  INT? [zeek][files][seen_bytes]:int
  INT? [file][size]:int
  INT? [zeek][files][missing_bytes]:int
  INT? [zeek][files][overflow_bytes]:int
  ZEEK_BOOL? [zeek][files][timedout]
  ZEEK_DATA? [zeek][files][parent_fuid]
  ZEEK_DATA? [file][hash][md5]
  ZEEK_DATA? [file][hash][sha1]
  ZEEK_DATA? [file][hash][sha256]
  ZEEK_DATA? [zeek][files][extracted]`

/** Several hosts at once are a text of their own, the first of them the address. */
function hosts(name: string, address: string, all: string): string {
  return `${name} -|(?<${all}>%{IP:${address}}(?:[\\s,]%{IP})+)|%{IP:${address}}`
}

export const zeekEcs = [
  tabbed('BRO_HTTP', http('old')),
  tabbed('ZEEK_HTTP', http('new')),
  tabbed('BRO_DNS', dns('old')),
  tabbed('ZEEK_DNS', dns('new')),
  tabbed('ZEEK_CONN_HEAD', flowHead),
  tabbed('ZEEK_CONN_TAIL', flowTail),
  String.raw`BRO_CONN %{ZEEK_CONN_HEAD}\t(?:(?:-|%{ZEEK_BOOL:[zeek][connection][local_resp]})\t)?%{ZEEK_CONN_TAIL}\t(?:\(empty\)|%{ZEEK_DATA:[zeek][connection][tunnel_parents]})`,
  String.raw`ZEEK_CONN %{ZEEK_CONN_HEAD}\t(?:-|%{ZEEK_BOOL:[zeek][connection][local_resp]})\t%{ZEEK_CONN_TAIL}\t(?:-|%{ZEEK_DATA:[zeek][connection][tunnel_parents]})(?:\t(?:-|%{COMMONMAC:[source][mac]})\t(?:-|%{COMMONMAC:[destination][mac]}))?`,
  tabbed(
    'BRO_FILES',
    `NUMBER timestamp
  NOTSPACE [zeek][files][fuid]
  IP? [server][ip]
  IP? [client][ip]${filesTail}`,
  ),
  hosts('ZEEK_FILES_TX_HOSTS', '[server][ip]', '[zeek][files][tx_hosts]'),
  hosts('ZEEK_FILES_RX_HOSTS', '[client][ip]', '[zeek][files][rx_hosts]'),
  tabbed('ZEEK_FILES_TAIL', filesTail),
  String.raw`ZEEK_FILES %{NUMBER:timestamp}\t%{NOTSPACE:[zeek][files][fuid]}\t%{ZEEK_FILES_TX_HOSTS}\t%{ZEEK_FILES_RX_HOSTS}\t%{ZEEK_FILES_TAIL}(?:\t(?:-|%{ZEEK_BOOL:[zeek][files][extracted_cutoff]})\t(?:-|%{INT:[zeek][files][extracted_size]:int}))?`,
].join('\n')
