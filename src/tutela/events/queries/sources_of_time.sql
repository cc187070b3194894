-- Every source that spoke in a time, with the numbers it used.
SELECT source_id, min(seq) AS first, max(seq) AS last, count() AS events, max(time) AS last_time
FROM events
WHERE time >= {from:DateTime64(3, 'UTC')} AND time < {until:DateTime64(3, 'UTC')}
GROUP BY source_id
ORDER BY source_id
