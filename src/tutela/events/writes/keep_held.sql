-- Copy what a hold covers on a day that is about to be dropped. Doing it twice copies nothing twice.
INSERT INTO held_events SELECT * FROM events
WHERE toYYYYMMDD(time) = {day:UInt32} AND site_id = {site_id:UInt16} AND user = {user:String}
  AND time >= {held_from:DateTime64(3, 'UTC')} AND time < {held_until:DateTime64(3, 'UTC')}
  AND (source_id, seq) NOT IN (SELECT source_id, seq FROM held_events WHERE site_id = {site_id:UInt16} AND user = {user:String})
