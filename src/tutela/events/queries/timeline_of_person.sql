-- What one person did, oldest first.
SELECT * FROM events
WHERE site_id = {site_id:UInt16} AND user = {user:String}
  AND time >= {from:DateTime64(3, 'UTC')} AND time < {until:DateTime64(3, 'UTC')}
ORDER BY time, source_id, seq
LIMIT {limit:UInt32}
