-- A named person says how long a kind is kept.
INSERT INTO retention_choices SELECT {kind:String}, {days:UInt32}, {chosen_by:String}, {at:DateTime64(3, 'UTC')}
