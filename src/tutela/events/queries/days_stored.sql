-- Days that hold anything of a kind; a day is a number such as 20260302.
SELECT 'events' AS kind, toYYYYMMDD(time) AS day, count() AS rows FROM events GROUP BY day
UNION ALL
SELECT 'matches' AS kind, toYYYYMMDD(time) AS day, count() AS rows FROM matches GROUP BY day
UNION ALL
SELECT 'records' AS kind, toYYYYMMDD(time) AS day, count() AS rows FROM records GROUP BY day
ORDER BY kind, day
