-- the file's head

-- of the settings
SET 'time.zone' = 'UTC';
SET 'job.name' = 'etl';  -- behind

CREATE SOURCE s WITH (
  'connector' = 'file',  -- first
  'path' = 'a' /* second */,
  'framing' = 'line'
  -- before the end
);

CREATE STREAMING TABLE `order` (      -- the list
  -- of a
  a           INT     NOT NULL,       -- behind a

  bigger_name VARCHAR(3) PATH '$.x',  -- behind b
  -- group two
  c           BOOLEAN AS a /*inline*/ > 1 /* two
     lines */ AND bigger_name IS NOT NULL,
  decimal_one DECIMAL(9, 2)
  -- nothing more
)
-- where from
FROM s  -- here
FILTER CONTAINS 'x'
  AND  -- why
      NOT CONTAINS $$y
z$$
PARSE JSON;
-- done
-- the end
