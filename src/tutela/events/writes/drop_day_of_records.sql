-- Drop a whole day.
ALTER TABLE records DROP PARTITION {day:UInt32}
