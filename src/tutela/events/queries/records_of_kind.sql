-- The gateway's own records of one kind, oldest first: version, canary, identity, helper-count.
SELECT * FROM records
WHERE kind = {kind:String}
  AND time >= {from:DateTime64(3, 'UTC')} AND time < {until:DateTime64(3, 'UTC')}
ORDER BY time, source_id, seq
LIMIT {limit:UInt32}
