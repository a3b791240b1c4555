CREATE FUNCTION tidy(name STRING, `max length` BIGINT) RETURNS STRING AS left(trim(name), CAST(`max length` AS INT));
create function nothing() returns decimal(10, 2) language javascript as $$ return '1.50' $$;
