CREATE SOURCE sshd WITH ('connector' = 'file', 'path' = '${env:LOG}');

-- The syslog line first, then its message; a message of no known kind goes to the error stream.
CREATE STREAMING TABLE attack (
  line BIGINT METADATA FROM 'file.line',
  timestamp STRING PATH '$.timestamp' OF raw,
  timestamp8601 STRING PATH '$.timestamp8601' OF raw,
  logsource STRING PATH '$.logsource' OF raw,
  program STRING PATH '$.program' OF raw,
  pid INT PATH '$.pid' OF raw,
  message STRING PATH '$.message' OF raw,
  sshd_client_ip STRING,
  sshd_invalid_user STRING,
  sshd_port INT,
  sshd_protocol STRING,
  pam_type STRING,
  uid INT,
  euid INT
)
FROM sshd
PARSE GROK '^(?:%{SYSLOGTIMESTAMP:timestamp}|%{TIMESTAMP_ISO8601:timestamp8601}) %{NOTSPACE:logsource} %{PROG:program}\[%{POSINT:pid}\]: %{GREEDYDATA:message}$'
THEN GROK
  '^Invalid user %{USERNAME:sshd_invalid_user} from %{IP:sshd_client_ip}',
  '^pam_(?<pam_type>\w+)\(sshd:auth\): authentication failure; .*\buid=%{INT:uid} euid=%{INT:euid} .*rhost=%{IP:sshd_client_ip}(?: user=%{USERNAME:sshd_invalid_user})?',
  '^(?:Connection (?:closed|reset) by|Disconnected from) (?:authenticating|invalid) user %{USERNAME:sshd_invalid_user} %{IP:sshd_client_ip} port',
  '^Failed \w+ for (?:invalid user )?%{USERNAME:sshd_invalid_user} from %{IP:sshd_client_ip} port %{INT:sshd_port} %{WORD:sshd_protocol}',
  '^User %{USERNAME:sshd_invalid_user} from %{IP:sshd_client_ip} not allowed',
  '^(?:Unable to negotiate with|Connection closed by) %{IP:sshd_client_ip} port',
  '^(?:Magic value check failed .* handshake from|fatal: Timeout before authentication for|ssh_dispatch_run_fatal: Connection from) %{IP:sshd_client_ip} port',
  '^refused connect from \S+ \((?:::ffff:)?%{IPV4:sshd_client_ip}\)' (message);

CREATE SINK rows WITH ('connector' = 'hive', 'path' = '${env:OUT}', 'format' = 'json') AS SELECT * FROM attack;
