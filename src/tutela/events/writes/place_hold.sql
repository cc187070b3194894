-- Keep what a person did in a time, whatever retention says, until the hold is released.
INSERT INTO holds SELECT {hold_id:String}, {site_id:UInt16}, {user:String}, {held_from:DateTime64(3, 'UTC')},
    {held_until:DateTime64(3, 'UTC')}, {reason:String}, {owner:String}, 1, {at:DateTime64(3, 'UTC')}
