-- End a hold; what it kept beyond its day goes with the next retention run.
INSERT INTO holds SELECT hold_id, site_id, user, held_from, held_until, {reason:String}, {owner:String}, 0, {at:DateTime64(3, 'UTC')}
FROM holds WHERE hold_id = {hold_id:String} ORDER BY changed_at DESC LIMIT 1
