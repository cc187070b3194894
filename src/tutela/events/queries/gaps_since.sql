-- Where records are missing, as found after a time.
SELECT * FROM gaps WHERE found_at > {found_at:DateTime64(3, 'UTC')} ORDER BY found_at, gap_id LIMIT {limit:UInt32}
