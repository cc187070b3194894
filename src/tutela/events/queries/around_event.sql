-- An event with the few before and after it: of the same person, or where nobody is known of the same address.
WITH the AS (SELECT site_id, user, src_ip, time, seq FROM events
             WHERE source_id = {source_id:String} AND seq = {seq:UInt64}
             ORDER BY time LIMIT 1)
SELECT * FROM (
    SELECT events.* FROM events CROSS JOIN the
    WHERE events.site_id = the.site_id AND events.user = the.user AND (the.user != '' OR events.src_ip = the.src_ip)
      AND (events.time, events.source_id, events.seq) <= (the.time, {source_id:String}, {seq:UInt64})
    ORDER BY events.time DESC, events.source_id DESC, events.seq DESC
    LIMIT {before:UInt32} + 1
    UNION ALL
    SELECT events.* FROM events CROSS JOIN the
    WHERE events.site_id = the.site_id AND events.user = the.user AND (the.user != '' OR events.src_ip = the.src_ip)
      AND (events.time, events.source_id, events.seq) > (the.time, {source_id:String}, {seq:UInt64})
    ORDER BY events.time, events.source_id, events.seq
    LIMIT {after:UInt32}
)
ORDER BY time, source_id, seq
