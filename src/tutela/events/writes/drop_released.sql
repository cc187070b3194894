-- Forget what was kept for holds that are no longer in force.
DELETE FROM held_events WHERE (site_id, user) NOT IN (
    SELECT site_id, user FROM holds
    WHERE (hold_id, changed_at) IN (SELECT hold_id, max(changed_at) FROM holds GROUP BY hold_id) AND active = 1)
