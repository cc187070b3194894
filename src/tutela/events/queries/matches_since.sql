-- Matches stored after a position, in the order they were stored.
SELECT * FROM matches WHERE position > {position:UInt64} ORDER BY position LIMIT {limit:UInt32}
