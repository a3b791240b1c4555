CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/app.log');

-- sluice:ignore W2005
CREATE STREAMING TABLE t (
  a STRING
)
FROM s
PARSE JSON;

-- a comment between it and what it means
-- sluice:ignore w2005, W2006
/* is no harm */

CREATE STREAMING TABLE u (  -- the name's line
  a STRING
)
FROM s
PARSE JSON;

CREATE STREAMING TABLE v (  -- sluice:ignore W2005
  a STRING DEFAULT '-- sluice:ignore W9999 is no comment'
)
FROM s
PARSE JSON;

-- sluice:ignore W2006
CREATE STREAMING TABLE w (  -- another lint is ignored than it has
  a STRING
)
FROM s
PARSE JSON;
