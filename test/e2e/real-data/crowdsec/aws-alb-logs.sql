CREATE SOURCE balancer WITH ('connector' = 'file', 'path' = '${env:LOG}');

-- Fields between blanks, some in quotes: CSV. Older lines end earlier, and what is not there is missing.
CREATE STREAMING TABLE request (
  line BIGINT METADATA FROM 'file.line',
  type STRING,
  time STRING,
  elb STRING,
  remote_addr STRING AS split_index(client, ':', 0),
  remote_port INT AS CAST(split_index(client, ':', 1) AS INT),
  target_addr STRING AS split_index(nullif(target, '-'), ':', 0),
  target_port INT AS CAST(split_index(nullif(target, '-'), ':', 1) AS INT),
  request_processing_time STRING,
  target_processing_time STRING,
  response_processing_time STRING,
  elb_status_code STRING,
  target_status_code STRING,
  received_bytes BIGINT,
  sent_bytes BIGINT,
  http_method STRING,
  protocol STRING,
  host STRING,
  port INT,
  request STRING,
  http_version STRING,
  http_user_agent STRING,
  ssl_cipher STRING,
  ssl_protocol STRING,
  target_group_arn STRING,
  trace_id STRING,
  domain_name STRING,
  chosen_cert_arn STRING,
  matched_rule_priority INT,
  request_creation_time STRING,
  actions_executed STRING,
  redirect_url STRING,
  error_reason STRING,
  target_list STRING,
  target_status_code_list STRING,
  classification STRING,
  classification_reason STRING,
  conn_trace_id STRING,
  transformed_host STRING,
  transformed_uri STRING,
  request_transform_status STRING
)
FROM balancer
PARSE CSV COLUMNS (
    type, time, elb, client, target, request_processing_time, target_processing_time, response_processing_time,
    elb_status_code, target_status_code, received_bytes, sent_bytes, request_line, http_user_agent, ssl_cipher,
    ssl_protocol, target_group_arn, trace_id, domain_name, chosen_cert_arn, matched_rule_priority,
    request_creation_time, actions_executed, redirect_url, error_reason, target_list, target_status_code_list,
    classification, classification_reason, conn_trace_id, transformed_host, transformed_uri, request_transform_status)
  WITH ('csv.field-delimiter' = ' ', 'csv.escape-character' = '\')
THEN GROK '^%{WORD:http_method} %{URIPROTO:protocol}://%{IPORHOST:host}:%{INT:port}(?<request>/\S*) HTTP/%{NUMBER:http_version}$' (request_line);

CREATE SINK rows WITH ('connector' = 'hive', 'path' = '${env:OUT}', 'format' = 'json') AS SELECT * FROM request;
