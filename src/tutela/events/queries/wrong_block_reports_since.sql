-- "This seems wrong" from the page of a blocked address, oldest first.
SELECT * FROM records
WHERE kind = 'report-wrong' AND time > {time:DateTime64(3, 'UTC')}
ORDER BY time, source_id, seq
LIMIT {limit:UInt32}
