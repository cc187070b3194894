-- How far each source has been stored. Where `events` is less than `last`, the store has lost something.
SELECT source_id, min(seq) AS first, max(seq) AS last, count() AS events
FROM events WHERE source_id IN {sources:Array(String)}
GROUP BY source_id
ORDER BY source_id
