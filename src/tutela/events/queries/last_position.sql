-- The position of the newest match; 0 when there is none.
SELECT max(position) AS position FROM matches
