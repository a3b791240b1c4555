

-- the file's head


-- of the settings
set 'time.zone' = 'UTC' ; set 'job.name'='etl'; -- behind
create source s with ('connector' = 'file' -- first
  , 'path' = 'a'  /* second */ , 'framing'='line'
  -- before the end
);
create streaming table `order`(  -- the list
  -- of a
  a int not null,-- behind a

  bigger_name varchar(3) path '$.x' -- behind b
  ,
  -- group two
  c boolean as a/*inline*/>1 /* two
     lines */ and bigger_name is not null, decimal_one decimal(9,2)
  -- nothing more
)
-- where from
from s -- here
filter contains 'x'
  and -- why
  not contains $$y
z$$
parse json
; -- done
-- the end
