-- Drop a whole day.
ALTER TABLE matches DROP PARTITION {day:UInt32}
