-- What matched in a time, so that it is not found twice.
SELECT match_id, rule_id, site_id, user, device, source_id, seq, time FROM matches
WHERE time >= {from:DateTime64(3, 'UTC')} AND time < {until:DateTime64(3, 'UTC')}
ORDER BY time, match_id
LIMIT {limit:UInt32}
