-- How long each kind is kept, and who said so last.
SELECT kind, days, chosen_by, chosen_at FROM retention_choices
ORDER BY chosen_at DESC, kind
LIMIT 1 BY kind
