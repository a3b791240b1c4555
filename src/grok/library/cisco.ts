/** Messages of Cisco ASA (https://www.cisco.com/c/en/us/td/docs/security/asa/syslog/b_syslog.html): one text, two sets of names. */

const lines = String.raw`
CISCO_TAGGED_SYSLOG ^<%{POSINT:@priority}>%{CISCOTIMESTAMP:timestamp}(?: %{SYSLOGHOST:@host})? ?: %%{CISCOTAG:@tag}:
CISCO_FROM_TO from %{IP:@sourceIp}/%{INT:@sourcePort} to %{IP:@targetIp}/%{INT:@targetPort}
CISCO_FROM_TO_INTERFACE from %{IP:@sourceIp}/%{INT:@sourcePort} to %{DATA:@targetInterface}:%{IP:@targetIp}/%{INT:@targetPort}
CISCO_HASHES \[%{DATA:@hash1}, %{DATA:@hash2}\]
CISCO_ICMP \(type %{INT:@icmpType}, code %{INT:@icmpCode}\)
CISCO_SOURCE %{DATA:@sourceInterface}:%{IP:@sourceIp}/%{INT:@sourcePort}
CISCO_TARGET %{DATA:@targetInterface}:%{IP:@targetIp}/%{INT:@targetPort}
CISCO_RATE %{INT:@currentBurst} per second, max configured rate is %{INT:@maxBurst}; Current average rate is %{INT:@currentAverage} per second, max configured rate is %{INT:@maxAverage}; Cumulative total count is %{INT:@total}
CISCOFW104001 \((?:Primary|Secondary)\) Switching to ACTIVE - %{GREEDYDATA:@switchReason}
CISCOFW104002 \((?:Primary|Secondary)\) Switching to STANDBY - %{GREEDYDATA:@switchReason}
CISCOFW104003 \((?:Primary|Secondary)\) Switching to FAILED\.
CISCOFW104004 \((?:Primary|Secondary)\) Switching to OK\.
CISCOFW105003 \((?:Primary|Secondary)\) Monitoring on [Ii]nterface %{NOTSPACE:@monitored} waiting
CISCOFW105004 \((?:Primary|Secondary)\) Monitoring on [Ii]nterface %{NOTSPACE:@monitored} normal
CISCOFW105005 \((?:Primary|Secondary)\) Lost Failover communications with mate on [Ii]nterface %{NOTSPACE:@monitored}
CISCOFW105008 \((?:Primary|Secondary)\) Testing [Ii]nterface %{NOTSPACE:@monitored}
CISCOFW105009 \((?:Primary|Secondary)\) Testing on [Ii]nterface %{NOTSPACE:@monitored} (?:Passed|Failed)
CISCOFW106001 %{CISCO_DIRECTION:@direction} %{WORD:@protocol} connection %{CISCO_ACTION:@action} %{CISCO_FROM_TO} flags %{DATA:@flags} on interface %{NOTSPACE:@interface}
CISCOFW106006_106007_106010 %{CISCO_ACTION:@action} %{CISCO_DIRECTION:@direction} %{WORD:@protocol} (?:from|src) %{IP:@sourceIp}/%{INT:@sourcePort}(?:\(%{DATA:@sourceUser}\))? (?:to|dst) %{IP:@targetIp}/%{INT:@targetPort}(?:\(%{DATA:@targetUser}\))? (?:on interface %{NOTSPACE:@interface}|due to %{CISCO_REASON:@reason})
CISCOFW106014 %{CISCO_ACTION:@action} %{CISCO_DIRECTION:@direction} %{WORD:@protocol} src %{DATA:@sourceInterface}:%{IP:@sourceIp}(?:\(%{DATA:@sourceUser}\))? dst %{DATA:@targetInterface}:%{IP:@targetIp}(?:\(%{DATA:@targetUser}\))?\s?%{CISCO_ICMP}
CISCOFW106015 %{CISCO_ACTION:@action} %{WORD:@protocol} \(%{DATA:@rule}\) %{CISCO_FROM_TO} flags %{DATA:@flags} on interface %{NOTSPACE:@interface}
CISCOFW106021 %{CISCO_ACTION:@action} %{WORD:@protocol} reverse path check from %{IP:@sourceIp} to %{IP:@targetIp} on interface %{NOTSPACE:@interface}
CISCOFW106023 %{CISCO_ACTION:@action}(?: protocol)? %{WORD:@protocol} src %{DATA:@sourceInterface}:(?:%{IP:@sourceIp}|%{HOSTNAME:@sourceHost})(?:/%{INT:@sourcePort})?(?:\(%{DATA:@sourceUser}\))? dst %{DATA:@targetInterface}:(?:%{IP:@targetIp}|%{HOSTNAME:@targetHost})(?:/%{INT:@targetPort})?(?:\(%{DATA:@targetUser}\))?(?: %{CISCO_ICMP})? by access-group "?%{DATA:@rule}"? %{CISCO_HASHES}
CISCO_ACCESS_SOURCE %{DATA:@sourceInterface}/%{IP:@sourceIp}\(%{INT:@sourcePort}\)
CISCO_ACCESS_TARGET %{DATA:@targetInterface}/%{IP:@targetIp}\(%{INT:@targetPort}\)
CISCO_HITS hit-cnt %{INT:@hits} %{CISCO_INTERVAL:@interval}
CISCOFW106100_2_3 access-list %{NOTSPACE:@rule} %{CISCO_ACTION:@action} %{WORD:@protocol} for user '%{DATA:@accessUser}' %{CISCO_ACCESS_SOURCE} -> %{CISCO_ACCESS_TARGET} %{CISCO_HITS} %{CISCO_HASHES}
CISCOFW106100 access-list %{NOTSPACE:@rule} %{CISCO_ACTION:@action} %{WORD:@protocol} %{CISCO_ACCESS_SOURCE}(?:\(%{DATA:@sourceUser}\))? -> %{CISCO_ACCESS_TARGET}(?:\(%{DATA:@sourceUser}\))? %{CISCO_HITS} %{CISCO_HASHES}
CISCOFW110002 %{CISCO_REASON:@reason} for %{WORD:@protocol} from %{CISCO_SOURCE} to %{IP:@targetIp}/%{INT:@targetPort}
CISCOFW302010 %{INT:@inUse} in use, %{INT:@mostUsed} most used
CISCOFW302013_302014_302015_302016 %{CISCO_ACTION:@action}(?: %{CISCO_DIRECTION:@direction})? %{WORD:@protocol} connection %{INT:@connection} for %{CISCO_SOURCE}(?: \(%{IP:@sourceMappedIp}/%{INT:@sourceMappedPort}\))?(?:\(%{DATA:@sourceUser}\))? to %{CISCO_TARGET}(?: \(%{IP:@targetMappedIp}/%{INT:@targetMappedPort}\))?(?:\(%{DATA:@targetUser}\))?(?: duration %{TIME:@duration} bytes %{INT:@bytes})?(?: %{CISCO_REASON:@reason})?(?: \(%{DATA:@user}\))?
CISCOFW302020_302021 %{CISCO_ACTION:@action}(?: %{CISCO_DIRECTION:@direction})? %{WORD:@protocol} connection for faddr %{IP:@targetIp}/%{INT:@icmpSequence}(?:\(%{DATA:@foreignUser}\))? gaddr %{IP:@sourceTranslatedIp}/%{INT:@icmpTranslated} laddr %{IP:@sourceIp}/%{INT:@icmpLocal}(?: \(%{DATA:@localUser}\))?
CISCOFW304001 %{IP:@sourceIp}(?:\(%{DATA:@sourceUser}\))? Accessed URL %{IP:@targetIp}:%{GREEDYDATA:@url}
CISCOFW305011 %{CISCO_ACTION:@action} %{CISCO_XLATE_TYPE:@translation} %{WORD:@protocol} translation from %{DATA:@sourceInterface}:%{IP:@sourceIp}(?:/%{INT:@sourcePort})?(?:\(%{DATA:@sourceUser}\))? to %{DATA:@translatedInterface}:%{IP:@translatedIp}/%{INT:@translatedPort}
CISCOFW313001_313004_313008 %{CISCO_ACTION:@action} %{WORD:@protocol} type=%{INT:@icmpType}, code=%{INT:@icmpCode} from %{IP:@sourceIp} on interface %{NOTSPACE:@interface}(?: to %{IP:@targetIp})?
CISCOFW313005 %{CISCO_REASON:@reason} for %{WORD:@protocol} error message: %{WORD:@errorProtocol} src %{DATA:@errorSourceInterface}:%{IP:@errorSourceIp}(?:\(%{DATA:@errorSourceUser}\))? dst %{DATA:@errorTargetInterface}:%{IP:@errorTargetIp}(?:\(%{DATA:@errorTargetUser}\))? \(type %{INT:@errorIcmpType}, code %{INT:@errorIcmpCode}\) on %{DATA:@errorInterface} interface\.\s+Original IP payload: %{WORD:@payloadProtocol} src %{IP:@payloadSourceIp}/%{INT:@payloadSourcePort}(?:\(%{DATA:@payloadSourceUser}\))? dst %{IP:@payloadTargetIp}/%{INT:@payloadTargetPort}(?:\(%{DATA:@payloadTargetUser}\))?
CISCOFW321001 Resource '%{DATA:@resource}' limit of %{POSINT:@resourceLimit} reached for system
CISCOFW402117 %{WORD:@ipsec}: Received a non-IPSec packet \(protocol=\s?%{WORD:@ipsecProtocol}\) from %{IP:@sourceIp} to %{IP:@targetIp}
CISCOFW402119 %{WORD:@ipsec}: Received an %{WORD:@antiReplayProtocol} packet \(SPI=\s?%{DATA:@spi}, sequence number=\s?%{DATA:@sequence}\) from %{IP:@sourceIp} \(user=\s?%{DATA:@localUser}\) to %{IP:@targetIp} that failed anti-replay checking
CISCOFW419001 %{CISCO_ACTION:@action} %{WORD:@protocol} packet from %{CISCO_SOURCE} to %{CISCO_TARGET}, reason: %{GREEDYDATA:@reason}
CISCOFW419002 %{CISCO_REASON:@reason} from %{CISCO_SOURCE} to %{CISCO_TARGET} with different initial sequence number
CISCOFW500004 %{CISCO_REASON:@reason} for protocol=%{WORD:@protocol}, %{CISCO_FROM_TO}
CISCOFW602303_602304 %{WORD:@ipsec}: An %{CISCO_DIRECTION:@direction} %{DATA:@tunnel} SA \(SPI=\s?%{DATA:@spi}\) between %{IP:@sourceIp} and %{IP:@targetIp} \(user=\s?%{DATA:@localUser}\) has been %{CISCO_ACTION:@action}
CISCOFW710001_710002_710003_710005_710006 %{WORD:@protocol} (?:request|access) %{CISCO_ACTION:@action} %{CISCO_FROM_TO_INTERFACE}
CISCOFW713172 Group = %{DATA:@group}, IP = %{IP:@sourceIp}, Automatic NAT Detection Status:\s+Remote end\s*%{DATA:@remoteNat}\s*behind a NAT device\s+This\s+end\s*%{DATA:@localNat}\s*behind a NAT device
CISCOFW733100 \[\s*%{DATA:@dropType}\s*\] drop %{DATA:@dropRate} exceeded\. Current burst rate is %{CISCO_RATE}
`

/** By the key behind `@`: the field of the Elastic Common Schema, and the short name; null: captured by neither. */
const names: Readonly<Record<string, readonly [ecs: string | null, legacy: string | null]>> = {
  priority: ['[log][syslog][priority]:int', 'syslog_pri'],
  host: ['[host][hostname]', 'sysloghost'],
  tag: ['[cisco][asa][tag]', 'ciscotag'],
  action: ['[cisco][asa][outcome]', 'action'],
  direction: ['[cisco][asa][network][direction]', 'direction'],
  protocol: ['[cisco][asa][network][transport]', 'protocol'],
  sourceIp: ['[source][ip]', 'src_ip'],
  sourcePort: ['[source][port]:int', 'src_port'],
  sourceUser: ['[source][user][name]', 'src_fwuser'],
  sourceHost: ['[source][address]', 'src_ip'],
  sourceInterface: ['[observer][ingress][interface][name]', 'src_interface'],
  sourceMappedIp: ['[source][nat][ip]', 'src_mapped_ip'],
  sourceMappedPort: ['[source][nat][port]:int', 'src_mapped_port'],
  sourceTranslatedIp: ['[source][nat][ip]', 'src_xlated_ip'],
  targetIp: ['[destination][ip]', 'dst_ip'],
  targetPort: ['[destination][port]:int', 'dst_port'],
  targetUser: ['[destination][user][name]', 'dst_fwuser'],
  targetHost: ['[destination][address]', 'dst_ip'],
  targetInterface: ['[observer][egress][interface][name]', 'dst_interface'],
  targetMappedIp: ['[destination][nat][ip]', 'dst_mapped_ip'],
  targetMappedPort: ['[destination][nat][port]:int', 'dst_mapped_port'],
  translatedInterface: ['[observer][egress][interface][name]', 'src_xlated_interface'],
  translatedIp: ['[destination][ip]', 'src_xlated_ip'],
  translatedPort: ['[destination][port]:int', 'src_xlated_port'],
  translation: [null, 'xlate_type'],
  interface: ['[observer][egress][interface][name]', 'interface'],
  monitored: ['[network][interface][name]', 'interface_name'],
  switchReason: ['[event][reason]', 'switch_reason'],
  reason: ['[event][reason]', 'reason'],
  flags: ['[cisco][asa][tcp_flags]', 'tcp_flags'],
  rule: ['[cisco][asa][rule_name]', 'policy_id'],
  hash1: ['[@metadata][cisco][asa][hashcode1]', 'hashcode1'],
  hash2: ['[@metadata][cisco][asa][hashcode2]', 'hashcode2'],
  hits: ['[cisco][asa][hit_count]:int', 'hit_count'],
  interval: [null, 'interval'],
  accessUser: ['[user][name]', 'src_fwuser'],
  user: ['[user][name]', 'user'],
  localUser: ['[source][user][name]', 'user'],
  foreignUser: ['[destination][user][name]', 'fwuser'],
  connection: ['[cisco][asa][connection_id]', 'connection_id'],
  inUse: ['[cisco][asa][connections][in_use]:int', 'connection_count'],
  mostUsed: ['[cisco][asa][connections][most_used]:int', 'connection_count_max'],
  duration: ['[cisco][asa][duration]', 'duration'],
  bytes: ['[network][bytes]:int', 'bytes'],
  icmpType: ['[cisco][asa][icmp_type]:int', 'icmp_type'],
  icmpCode: ['[cisco][asa][icmp_code]:int', 'icmp_code'],
  icmpSequence: ['[cisco][asa][icmp_seq]:int', 'icmp_seq_num'],
  icmpTranslated: ['[cisco][asa][icmp_type]:int', 'icmp_code_xlated'],
  icmpLocal: [null, 'icmp_code'],
  errorProtocol: [null, 'err_protocol'],
  errorInterface: [null, 'interface'],
  errorSourceInterface: ['[observer][ingress][interface][name]', 'err_src_interface'],
  errorSourceIp: ['[source][ip]', 'err_src_ip'],
  errorSourceUser: ['[source][user][name]', 'err_src_fwuser'],
  errorTargetInterface: ['[observer][egress][interface][name]', 'err_dst_interface'],
  errorTargetIp: ['[destination][ip]', 'err_dst_ip'],
  errorTargetUser: ['[destination][user][name]', 'err_dst_fwuser'],
  errorIcmpType: ['[cisco][asa][icmp_type]:int', 'err_icmp_type'],
  errorIcmpCode: ['[cisco][asa][icmp_code]:int', 'err_icmp_code'],
  payloadProtocol: ['[cisco][asa][original_ip_payload][network][transport]', 'orig_protocol'],
  payloadSourceIp: ['[cisco][asa][original_ip_payload][source][ip]', 'orig_src_ip'],
  payloadSourcePort: ['[cisco][asa][original_ip_payload][source][port]:int', 'orig_src_port'],
  payloadSourceUser: ['[cisco][asa][original_ip_payload][source][user][name]', 'orig_src_fwuser'],
  payloadTargetIp: ['[cisco][asa][original_ip_payload][destination][ip]', 'orig_dst_ip'],
  payloadTargetPort: ['[cisco][asa][original_ip_payload][destination][port]:int', 'orig_dst_port'],
  payloadTargetUser: ['[cisco][asa][original_ip_payload][destination][user][name]', 'orig_dst_fwuser'],
  url: ['[url][original]', 'dst_url'],
  resource: ['[cisco][asa][resource][name]', 'resource_name'],
  resourceLimit: ['[cisco][asa][resource][limit]:int', 'resource_limit'],
  ipsec: ['[cisco][asa][network][type]', 'protocol'],
  ipsecProtocol: ['[cisco][asa][network][transport]', 'orig_protocol'],
  antiReplayProtocol: ['[cisco][asa][ipsec][protocol]', 'orig_protocol'],
  spi: ['[cisco][asa][ipsec][spi]', 'spi'],
  sequence: ['[cisco][asa][ipsec][seq_num]', 'seq_num'],
  tunnel: ['[cisco][asa][ipsec][tunnel_type]', 'tunnel_type'],
  group: ['[cisco][asa][source][group]', 'group'],
  remoteNat: ['[@metadata][cisco][asa][remote_nat]', 'is_remote_natted'],
  localNat: ['[@metadata][cisco][asa][local_nat]', 'is_local_natted'],
  dropType: ['[cisco][asa][burst][object]', 'drop_type'],
  dropRate: ['[cisco][asa][burst][id]', 'drop_rate_id'],
  currentBurst: ['[cisco][asa][burst][current_rate]:int', 'drop_rate_current_burst'],
  maxBurst: ['[cisco][asa][burst][configured_rate]:int', 'drop_rate_max_burst'],
  currentAverage: ['[cisco][asa][burst][avg_rate]:int', 'drop_rate_current_avg'],
  maxAverage: ['[cisco][asa][burst][configured_avg_rate]:int', 'drop_rate_max_avg'],
  total: ['[cisco][asa][burst][cumulative_count]:int', 'drop_total_count'],
}

function named(which: 0 | 1): string {
  return lines.replaceAll(/:@(\w+)\}/g, (_, key: string) => {
    const field = names[key][which]
    return field === null ? '}' : `:${field}}`
  })
}

export const ciscoEcs = named(0)
export const ciscoLegacy = named(1)
