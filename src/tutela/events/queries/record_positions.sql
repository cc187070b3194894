-- How far each of the gateway's own sources has been stored.
SELECT source_id, min(seq) AS first, max(seq) AS last, count() AS events
FROM records WHERE source_id IN {sources:Array(String)}
GROUP BY source_id
ORDER BY source_id
