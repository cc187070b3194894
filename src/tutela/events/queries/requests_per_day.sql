-- Requests and blocks on each day of a time zone.
SELECT toString(toDate(toTimeZone(time, {time_zone:String}))) AS day, count() AS requests, countIf(action = 'block') AS blocked
FROM events
WHERE site_id = {site_id:UInt16}
  AND time >= {from:DateTime64(3, 'UTC')} AND time < {until:DateTime64(3, 'UTC')}
GROUP BY day
ORDER BY day
