-- How often each rule decided, and how.
SELECT action, rule, reason, count() AS requests
FROM events
WHERE site_id = {site_id:UInt16}
  AND time >= {from:DateTime64(3, 'UTC')} AND time < {until:DateTime64(3, 'UTC')}
GROUP BY action, rule, reason
ORDER BY requests DESC, action, rule, reason
