-- What must not be dropped, and why.
SELECT hold_id, site_id, user, held_from, held_until, reason, owner, changed_at FROM holds
WHERE (hold_id, changed_at) IN (SELECT hold_id, max(changed_at) FROM holds GROUP BY hold_id) AND active = 1
ORDER BY hold_id
