-- Who opened what, when and from where. An empty filter asks for everything; a host includes the names below it.
-- The three lists of equal length say at which address a person was, when nobody is named in the event itself.
SELECT * FROM events
WHERE time >= {from:DateTime64(3, 'UTC')} AND time < {until:DateTime64(3, 'UTC')}
  AND (empty({users:Array(String)}) OR user IN {users:Array(String)}
       OR (user = '' AND arrayExists((address, since, to) -> src_ip = address AND time >= since AND time < to,
                                     {at_addresses:Array(String)}, {at_from:Array(DateTime64(3, 'UTC'))},
                                     {at_until:Array(DateTime64(3, 'UTC'))})))
  AND ({site_id:UInt16} = 0 OR site_id = {site_id:UInt16})
  AND ({device:String} = '' OR device = {device:String} OR src_ip = {device:String})
  AND ({host:String} = '' OR host = {host:String} OR endsWith(host, concat('.', {host:String})))
  AND ({url:String} = '' OR startsWith(url, {url:String}) OR startsWith(concat(host, path), {url:String}))
ORDER BY time, source_id, seq
LIMIT {limit:UInt32}
