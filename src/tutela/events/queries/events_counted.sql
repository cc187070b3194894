-- How many requests there are in a time; an establishment of 0 is all of them.
SELECT count() AS events FROM events
WHERE time >= {from:DateTime64(3, 'UTC')} AND time < {until:DateTime64(3, 'UTC')}
  AND ({site_id:UInt16} = 0 OR site_id = {site_id:UInt16})
