-- How often each rule matched in a time, how it was found, and how many of those alerted nobody.
SELECT rule_id, severity, theme, origin, count() AS found, countIf(NOT alerts) AS silent
FROM matches
WHERE site_id = {site_id:UInt16}
  AND time >= {from:DateTime64(3, 'UTC')} AND time < {until:DateTime64(3, 'UTC')}
GROUP BY rule_id, severity, theme, origin
ORDER BY severity, rule_id, theme, origin
