WITH parsed AS (
  SELECT json_transform_strict(line, '{
    "time": "VARCHAR", "app": "VARCHAR", "udid": "VARCHAR", "fps": "DOUBLE", "memory_mb": "INTEGER", "ping": "INTEGER",
    "scene": "VARCHAR", "device": {"os": "VARCHAR", "model": "VARCHAR", "version": "VARCHAR"}, "message": "VARCHAR", "crash": "BOOLEAN"
  }') AS j
  FROM lines WHERE contains(line, '"type":"ClientPerf"')
)
SELECT CAST(j.time AS TIMESTAMPTZ) AS time, j.app, j.udid, j.fps, j.memory_mb, j.ping, j.scene, j.device.os, j.device.model,
  j.device.version, j.message, j.crash, left(j.time, 10) AS dt
FROM parsed
