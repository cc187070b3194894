-- Of the addresses on the network that asked for something in a time, from how many it is known who asked, or on what.
SELECT uniqExact(src_ip) AS addresses, uniqExactIf(src_ip, user != '' OR device != '') AS known
FROM events
WHERE site_id = {site_id:UInt16} AND src_ip != ''
  AND time >= {from:DateTime64(3, 'UTC')} AND time < {until:DateTime64(3, 'UTC')}
