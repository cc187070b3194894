-- What was blocked since a time, oldest first: what counting rules need to know after a restart.
SELECT * FROM events
WHERE action = 'block' AND time >= {from:DateTime64(3, 'UTC')}
ORDER BY time, source_id, seq
LIMIT {limit:UInt32}
