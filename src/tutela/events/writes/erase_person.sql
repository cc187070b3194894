-- Forget what a person did, at once and for good, unless a hold covers it.
DELETE FROM events WHERE site_id = {site_id:UInt16} AND user = {user:String}
    AND {user:String} NOT IN (
        SELECT user FROM holds
        WHERE (hold_id, changed_at) IN (SELECT hold_id, max(changed_at) FROM holds GROUP BY hold_id)
          AND active = 1 AND site_id = {site_id:UInt16})
