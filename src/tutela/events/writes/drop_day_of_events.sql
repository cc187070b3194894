-- Drop a whole day.
ALTER TABLE events DROP PARTITION {day:UInt32}
