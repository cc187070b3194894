-- What happened in a time, in its order, after an event; an establishment of 0 is all of them.
-- The columns are those of `Event`, in its order.
SELECT time, site_id, source_id, seq, class_uid, user, user_basis, device, src_ip, method, url, host, path, action,
       categories, rule, reason, status, bytes_in, bytes_out, user_agent, search_terms, policy_version, group
FROM events
WHERE time >= {from:DateTime64(3, 'UTC')} AND time < {until:DateTime64(3, 'UTC')}
  AND ({site_id:UInt16} = 0 OR site_id = {site_id:UInt16})
  AND (time, source_id, seq) > ({from:DateTime64(3, 'UTC')}, {after_source:String}, {after_seq:UInt64})
ORDER BY time, source_id, seq
LIMIT {limit:UInt32}
