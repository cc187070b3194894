-- What a hold has kept of a person beyond its day.
SELECT * FROM held_events
WHERE site_id = {site_id:UInt16} AND user = {user:String}
ORDER BY time, source_id, seq
LIMIT {limit:UInt32}
