/** Logs of databases, name servers, frameworks and firewalls: one text, two sets of names, as for Cisco. */

const lines = String.raw`
# BIND
BIND9_TIMESTAMP %{MONTHDAY}-%{MONTH}-%{YEAR} %{TIME}
BIND9_DNSTYPE A|AAAA|CAA|CDNSKEY|CDS|CERT|CNAME|CSYNC|DLV|DNAME|DNSKEY|DS|HINFO|LOC|MX|NAPTR|NS|NSEC|NSEC3|OPENPGPKEY|PTR|RRSIG|RP|SIG|SMIMEA|SOA|SRV|TSIG|TXT|URI
BIND9_CATEGORY queries
BIND9_QUERYLOGBASE client(?: @0x[0-9A-Fa-f]+)? %{IP:@clientIp}#%{POSINT:@clientPort} \(%{GREEDYDATA:@queryLogged}\): query: %{GREEDYDATA:@query} (?<@queryClass>IN) %{BIND9_DNSTYPE:@queryType}(?: %{DATA:@queryFlags})? \(%{IP:@dnsServer}\)
BIND9_QUERYLOG %{BIND9_TIMESTAMP:timestamp} %{BIND9_CATEGORY:@queryCategory}: %{LOGLEVEL:@level}: %{BIND9_QUERYLOGBASE}
BIND9 %{BIND9_QUERYLOG}

# MongoDB
MONGO_WORDDASH \b[\w-]+\b
MONGO_QUERY \{ .*? \}
MONGO_LOG %{SYSLOGTIMESTAMP:timestamp} \[%{WORD:@mongoComponent}\] %{GREEDYDATA:message}
MONGO_SLOWQUERY %{WORD:@mongoOperation} %{MONGO_WORDDASH:@mongoDatabase}\.%{MONGO_WORDDASH:@mongoCollection} %{WORD}: %{MONGO_QUERY:@mongoQuery} ntoreturn:%{NONNEGINT:@mongoToReturn} ntoskip:%{NONNEGINT:@mongoToSkip} nscanned:%{NONNEGINT:@mongoScanned}.*? nreturned:%{NONNEGINT:@mongoReturned}.*? %{INT:@mongoDuration}ms
MONGO3_SEVERITY \w
MONGO3_COMPONENT \w+|-
MONGO3_LOG %{TIMESTAMP_ISO8601:timestamp} %{MONGO3_SEVERITY:@mongoSeverity} @mongo3Component%{SPACE}(?:\[%{DATA:@mongoContext}\])? %{GREEDYDATA:message}

# PostgreSQL
POSTGRESQL %{DATESTAMP:timestamp} %{TZ:@postgresZone} %{DATA:@postgresUser} %{GREEDYDATA:@postgresConnection} %{POSINT:@pid}

# Ruby, Rails, MCollective, Maven
RUBY_LOGLEVEL DEBUG|FATAL|ERROR|WARN|INFO
RUBY_LOGGER [DFEWI], \[%{TIMESTAMP_ISO8601:timestamp} #%{POSINT:@pid}\] *%{RUBY_LOGLEVEL:@level} -- +%{DATA:@program}: %{GREEDYDATA:message}
RUUID [0-9A-Fa-f]{32}
RCONTROLLER (?<@controller>[^#]+)#(?<@action>\w+)
RAILS3HEAD Started %{WORD:@method} "%{URIPATHPARAM:@request}" for %{IPORHOST:@address} at (?<timestamp>%{YEAR}-%{MONTHNUM}-%{MONTHDAY} %{HOUR}:%{MINUTE}:%{SECOND} %{ISO8601_TIMEZONE})
RPROCESSING \W*Processing by %{RCONTROLLER} as (?<@format>\S+)(?:\W*Parameters: \{%{DATA:@parameters}\}\W*)?
RAILS3PROFILE (?:\(Views: %{NUMBER:@viewTime}ms \| ActiveRecord: %{NUMBER:@recordTime}ms|\(ActiveRecord: %{NUMBER:@recordTime}ms)?
RAILS3FOOT Completed %{POSINT:@status}%{DATA} in %{NUMBER:@totalTime}ms %{RAILS3PROFILE}%{GREEDYDATA}
RAILS3 (?s)%{RAILS3HEAD}(?:%{RPROCESSING})?(?<@context>(?:%{DATA}\n)*)(?:%{RAILS3FOOT})?
MCOLLECTIVE ., \[%{TIMESTAMP_ISO8601:timestamp} #%{POSINT:@pid}\]%{SPACE}%{LOGLEVEL:@eventLevel}
MCOLLECTIVEAUDIT %{TIMESTAMP_ISO8601:timestamp}:
MAVEN_VERSION (?:\d+\.)?(?:\d+\.)?(?:\*|\d+)(?:[.-](?:RELEASE|SNAPSHOT))?

# Junos
RT_FLOW_TAG RT_FLOW_SESSION_(?:CREATE|CLOSE|DENY)
RT_FLOW_EVENT %{RT_FLOW_TAG}
RT_FLOW_ENDS %{IP:@flowSourceIp}/%{INT:@flowSourcePort}->%{IP:@flowTargetIp}/%{INT:@flowTargetPort}
RT_FLOW_NAT %{IP:@natSourceIp}/%{INT:@natSourcePort}->%{IP:@natTargetIp}/%{INT:@natTargetPort}
RT_FLOW_RULES @natSourceRule @natTargetRule %{INT:@protocolId} %{DATA:@policy} %{DATA:@fromZone} %{DATA:@toZone} %{INT:@session}
RT_FLOW1 %{RT_FLOW_TAG:@flowEvent}: %{GREEDYDATA:@closeReason}: %{RT_FLOW_ENDS} %{DATA:@service} %{RT_FLOW_NAT} %{RT_FLOW_RULES} \d+\(%{INT:@sent}\) \d+\(%{INT:@received}\) %{INT:@elapsed} .*
RT_FLOW2 %{RT_FLOW_TAG:@flowEvent}: session created %{RT_FLOW_ENDS} %{DATA:@service} %{RT_FLOW_NAT} %{RT_FLOW_RULES} .*
RT_FLOW3 %{RT_FLOW_TAG:@flowEvent}: session denied %{RT_FLOW_ENDS} %{DATA:@service} %{INT:@protocolId}\(\d\) %{DATA:@policy} %{DATA:@fromZone} %{DATA:@toZone} .*
`

/** By the key behind `@`: the field of the Elastic Common Schema, and the short name; null: captured by neither. */
const names: Readonly<Record<string, readonly [ecs: string | null, legacy: string | null]>> = {
  level: ['[log][level]', 'loglevel'],
  eventLevel: ['[log][level]', 'event_level'],
  pid: ['[process][pid]:int', 'pid'],
  program: ['[process][name]', 'progname'],
  clientIp: ['[client][ip]', 'clientip'],
  clientPort: ['[client][port]:int', 'clientport'],
  queryLogged: ['[bind][log][question][name]', null],
  query: ['[dns][question][name]', 'query'],
  queryClass: ['[dns][question][class]', 'queryclass'],
  queryType: ['[dns][question][type]', 'querytype'],
  queryFlags: ['[bind][log][question][flags]', null],
  queryCategory: ['[bind][log][category]', null],
  dnsServer: ['[server][ip]', 'dns'],
  mongoComponent: ['[mongodb][component]', 'component'],
  mongoOperation: ['[mongodb][profile][op]', null],
  mongoDatabase: ['[mongodb][database]', 'database'],
  mongoCollection: ['[mongodb][collection]', 'collection'],
  mongoQuery: ['[mongodb][query][original]', 'query'],
  mongoToReturn: ['[mongodb][profile][ntoreturn]:int', 'ntoreturn'],
  mongoToSkip: ['[mongodb][profile][ntoskip]:int', 'ntoskip'],
  mongoScanned: ['[mongodb][profile][nscanned]:int', 'nscanned'],
  mongoReturned: ['[mongodb][profile][nreturned]:int', 'nreturned'],
  mongoDuration: ['[mongodb][profile][duration]:int', 'duration'],
  mongoSeverity: ['[log][level]', 'severity'],
  mongoContext: ['[mongodb][context]', 'context'],
  postgresZone: ['[event][timezone]', null],
  postgresUser: ['[user][name]', 'user_id'],
  postgresConnection: ['[postgresql][log][connection_id]', 'connection_id'],
  controller: ['[rails][controller][class]', 'controller'],
  action: ['[rails][controller][action]', 'action'],
  method: ['[http][request][method]', 'verb'],
  request: ['[url][original]', 'request'],
  address: ['[source][address]', 'clientip'],
  format: ['[rails][request][format]', 'format'],
  parameters: ['[rails][request][params]', 'params'],
  status: ['[http][response][status_code]:int', 'response'],
  totalTime: ['[rails][request][duration][total]:float', 'totalms'],
  viewTime: ['[rails][request][duration][view]:float', 'viewms'],
  recordTime: ['[rails][request][duration][active_record]:float', 'activerecordms'],
  context: ['[rails][request][explain][original]', 'context'],
  flowEvent: ['[juniper][srx][tag]', 'event'],
  closeReason: ['[juniper][srx][reason]', 'close-reason'],
  flowSourceIp: ['[source][ip]', 'src-ip'],
  flowSourcePort: ['[source][port]:int', 'src-port'],
  flowTargetIp: ['[destination][ip]', 'dst-ip'],
  flowTargetPort: ['[destination][port]:int', 'dst-port'],
  service: ['[juniper][srx][service_name]', 'service'],
  natSourceIp: ['[source][nat][ip]', 'nat-src-ip'],
  natSourcePort: ['[source][nat][port]:int', 'nat-src-port'],
  natTargetIp: ['[destination][nat][ip]', 'nat-dst-ip'],
  natTargetPort: ['[destination][nat][port]:int', 'nat-dst-port'],
  protocolId: ['[network][iana_number]', 'protocol-id'],
  policy: ['[rule][name]', 'policy-name'],
  fromZone: ['[observer][ingress][zone]', 'from-zone'],
  toZone: ['[observer][egress][zone]', 'to-zone'],
  session: ['[juniper][srx][session_id]', 'session-id'],
  sent: ['[source][bytes]:int', 'sent'],
  received: ['[destination][bytes]:int', 'received'],
  elapsed: ['[juniper][srx][elapsed_time]:int', 'elapsed-time'],
}

/** Where the two sets differ in more than a name: what stands for none is left out with the newer one. */
const parts: Readonly<Record<string, readonly [ecs: string, legacy: string]>> = {
  mongo3Component: ['(?:-|%{MONGO3_COMPONENT:[mongodb][component]})', '%{MONGO3_COMPONENT:component}'],
  natSourceRule: ['(?:None|%{DATA:[juniper][srx][src_nat_rule_name]})', '%{DATA:src-nat-rule-name}'],
  natTargetRule: ['(?:None|%{DATA:[juniper][srx][dst_nat_rule_name]})', '%{DATA:dst-nat-rule-name}'],
}

function named(which: 0 | 1): string {
  return lines
    .replaceAll(/:@(\w+)\}/g, (_, key: string) => {
      const field = names[key][which]
      return field === null ? '}' : `:${field}}`
    })
    .replaceAll(/\(\?<@(\w+)>/g, (_, key: string) => `(?<${String(names[key][which]).replace(/:\w+$/, '')}>`)
    .replaceAll(/@([a-zA-Z]\w+)/g, (whole, key: string) => (Object.hasOwn(parts, key) ? parts[key][which] : whole))
}

export const servicesEcs = named(0)
export const servicesLegacy = named(1)
