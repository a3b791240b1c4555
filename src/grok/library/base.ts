/** Words, numbers, networks, paths, dates: what all other patterns are made of. Written for RE2: without looking around. */

export const base = String.raw`
USERNAME [\w.-]+
USER %{USERNAME}
EMAILLOCALPART [A-Za-z0-9!#$%&'*+/=?^_\x60{|}~.-]+
EMAILADDRESS %{EMAILLOCALPART}@%{HOSTNAME}
INT [+-]?\d+
BASE10NUM [+-]?(?:\d+(?:\.\d+)?|\.\d+)
NUMBER %{BASE10NUM}
BASE16NUM [+-]?(?:0x)?[0-9A-Fa-f]+
BASE16FLOAT \b[+-]?(?:0x)?(?:[0-9A-Fa-f]+(?:\.[0-9A-Fa-f]*)?|\.[0-9A-Fa-f]+)\b
POSINT \b[1-9]\d*\b
NONNEGINT \b\d+\b
BOOL true|false
WORD \b\w+\b
NOTSPACE \S+
SPACE \s*
DATA .*?
GREEDYDATA .*
QUOTEDSTRING "(?:\\.|[^\\"])*"|'(?:\\.|[^\\'])*'|\x60(?:\\.|[^\\\x60])*\x60
QS %{QUOTEDSTRING}
UUID [0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}
URN urn:[0-9A-Za-z][0-9A-Za-z-]*:(?:%[0-9A-Fa-f]{2}|[0-9A-Za-z()+,.:=@;$_!*'/?#-])+

# Networks. In IPV6 longer forms come first: the first alternative that matches counts. Counts inside counts are written out,
# for V8's linear engine.
HEX4 [0-9A-Fa-f][0-9A-Fa-f]?[0-9A-Fa-f]?[0-9A-Fa-f]?
HEX2 [0-9A-Fa-f]{2}
BYTE 25[0-5]|2[0-4]\d|[01]?\d{1,2}
MAC %{CISCOMAC}|%{WINDOWSMAC}|%{COMMONMAC}
CISCOMAC (?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}
WINDOWSMAC (?:%{HEX2}-){5}%{HEX2}
COMMONMAC (?:%{HEX2}:){5}%{HEX2}
IPV4 \b%{BYTE}\.%{BYTE}\.%{BYTE}\.%{BYTE}\b
IPV6_TAIL4 (?:%{HEX4}:){6}%{IPV4}|::(?:%{HEX4}:){0,5}%{IPV4}|(?:%{HEX4}:){1,5}:(?:%{HEX4}:){0,4}%{IPV4}
IPV6_SHORT %{HEX4}:(?::%{HEX4}){1,6}|(?:%{HEX4}:){2}(?::%{HEX4}){1,5}|(?:%{HEX4}:){3}(?::%{HEX4}){1,4}|(?:%{HEX4}:){4}(?::%{HEX4}){1,3}|(?:%{HEX4}:){5}(?::%{HEX4}){1,2}|(?:%{HEX4}:){6}:%{HEX4}
IPV6 (?:%{IPV6_TAIL4}|(?:%{HEX4}:){7}%{HEX4}|%{IPV6_SHORT}|(?:%{HEX4}:){1,7}:|:(?::%{HEX4}){1,7}|::)(?:%[0-9A-Za-z]+)?
IP %{IPV6}|%{IPV4}
HOSTNAME \b[0-9A-Za-z][0-9A-Za-z-]*(?:\.[0-9A-Za-z][0-9A-Za-z-]*)*\.?
IPORHOST %{IP}|%{HOSTNAME}
HOSTPORT %{IPORHOST}:%{POSINT}

# Paths and addresses
PATH %{UNIXPATH}|%{WINPATH}
UNIXPATH (?:/[\w%!$@:.,+~-]*)+
TTY /dev/(?:pts|tty[pq]?)\w*/?\d+
WINPATH (?:[A-Za-z]+:|\\)(?:\\[^\\?*]*)+
URIPROTO [A-Za-z][A-Za-z0-9+.-]+
URIPATH (?:/[A-Za-z0-9$.+!*'(){},~:;=@#%&_-]*)+
URIQUERY [A-Za-z0-9$.+!*'|(){},~@#%&/=:;_?\[\]<>-]*
URIPARAM \?%{URIQUERY}
URIPATHPARAM %{URIPATH}(?:%{URIPARAM})?
URI %{URIPROTO}://(?:%{USER}(?::[^@]*)?@)?(?:%{URIHOST})?(?:%{URIPATHPARAM})?

# Dates
MONTH \b(?:[Jj]an(?:uary?)?|[Ff]eb(?:ruary?)?|[Mm][aä]?r(?:ch|z)?|[Aa]pr(?:il)?|[Mm]a[yi]|[Jj]un[ei]?|[Jj]ul[yi]?|[Aa]ug(?:ust)?|[Ss]ep(?:tember)?|[Oo][ck]t(?:ober)?|[Nn]ov(?:ember)?|[Dd]e[cz](?:ember)?)\b
MONTHNUM 1[0-2]|0?[1-9]
MONTHNUM2 0[1-9]|1[0-2]
MONTHDAY 3[01]|[12]\d|0?[1-9]
DAY Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?
YEAR \d\d(?:\d\d)?
HOUR 2[0-3]|[01]?\d
MINUTE [0-5]\d
# 60 is a leap second.
SECOND (?:60|[0-5]?\d)(?:[:.,]\d+)?
TIME %{HOUR}:%{MINUTE}:%{SECOND}
DATE_US %{MONTHNUM}[/-]%{MONTHDAY}[/-]%{YEAR}
DATE_EU %{MONTHDAY}[./-]%{MONTHNUM}[./-]%{YEAR}
DATE %{DATE_US}|%{DATE_EU}
DATESTAMP %{DATE}[- ]%{TIME}
TZ [APMCE][SD]T|UTC
ISO8601_TIMEZONE Z|[+-]%{HOUR}:?%{MINUTE}
ISO8601_SECOND %{SECOND}
TIMESTAMP_ISO8601 %{YEAR}-%{MONTHNUM}-%{MONTHDAY}[T ]%{HOUR}:?%{MINUTE}(?::?%{SECOND})?(?:%{ISO8601_TIMEZONE})?
DATESTAMP_RFC822 %{DAY} %{MONTH} %{MONTHDAY} %{YEAR} %{TIME} %{TZ}
DATESTAMP_RFC2822 %{DAY}, %{MONTHDAY} %{MONTH} %{YEAR} %{TIME} %{ISO8601_TIMEZONE}
DATESTAMP_OTHER %{DAY} %{MONTH} %{MONTHDAY} %{TIME} %{TZ} %{YEAR}
DATESTAMP_EVENTLOG %{YEAR}%{MONTHNUM2}%{MONTHDAY}%{HOUR}%{MINUTE}%{SECOND}
SYSLOGTIMESTAMP %{MONTH} +%{MONTHDAY} %{TIME}
HTTPDATE %{MONTHDAY}/%{MONTH}/%{YEAR}:%{TIME} %{INT}
HTTPDERROR_DATE %{DAY} %{MONTH} +%{MONTHDAY} %{TIME} %{YEAR}

# Syslog's parts, and levels
PROG [!-Z\\^-~]+
SYSLOGHOST %{IPORHOST}
SYSLOG5424PRINTASCII [!-~]+
SYSLOG5424SD (?:\[%{DATA}\])+
LOGLEVEL (?i:alert|trace|debug|notice|info?(?:rmation)?|warn(?:ing)?|err(?:or)?|crit(?:ical)?|fatal|severe|emerg(?:ency)?)
HTTPDUSER %{EMAILADDRESS}|%{USER}
CRON_ACTION [A-Z ]+

# Java
JAVACLASS (?:[A-Za-z$_][\w$]*\.)*[A-Za-z$_][\w$]*
JAVAFILE [\w$. -]+
JAVAMETHOD <(?:cl)?init>|[A-Za-z$_][\w$]*
JAVATHREAD [A-Z]{2}-Processor\d+
JAVALOGMESSAGE .*

# Others
REDISTIMESTAMP %{MONTHDAY} %{MONTH} %{TIME}
BRO_BOOL [TF]
BRO_DATA [^\t]+
# Free text, tabs included: old logs have more columns than these patterns name.
BRO_TEXT .*
ZEEK_BOOL [TF]
ZEEK_DATA [^\t]+
EXIM_MSGID [0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}
EXIM_FLAGS <=|=>|->|\*>|\*\*|==|<>|>>
EXIM_QT (?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?
EXIM_EXCLUDE_TERMS Message is frozen|(?:Start|End) queue run| Warning: | retry time not reached | no (?:IP address|host name) found for (?:IP address|host) | unexpected disconnection while reading SMTP command | no immediate delivery: |another process is handling this message
EXIM_QUOTED_CONTENT (?:\\.|[^\\"])*
CISCOTIMESTAMP %{MONTH} +%{MONTHDAY}(?: %{YEAR})? %{TIME}
CISCOTAG [A-Z0-9]+-%{INT}-[A-Z0-9_]+
CISCO_ACTION Built|Teardown|Deny|Denied|denied by ACL|denied|requested|permitted|discarded|est-allowed|Dropping|created|deleted
CISCO_REASON Duplicate TCP SYN|Failed to locate egress interface|Invalid transport field|No matching connection|DNS Response|DNS Query|(?:\w+\s*)*
CISCO_DIRECTION [Ii]nbound|[Oo]utbound
CISCO_INTERVAL first hit|%{INT}-second interval
CISCO_XLATE_TYPE static|dynamic
IPTABLES_TCP_FLAGS (?:(?:CWR|ECE|URG|ACK|PSH|RST|SYN|FIN) )*
`
