-- How many requests were blocked, by category and group. One request counts once in each of its categories.
SELECT category, group, count() AS requests
FROM events ARRAY JOIN categories AS category
WHERE site_id = {site_id:UInt16} AND action = 'block'
  AND time >= {from:DateTime64(3, 'UTC')} AND time < {until:DateTime64(3, 'UTC')}
GROUP BY category, group
ORDER BY requests DESC, category, group
