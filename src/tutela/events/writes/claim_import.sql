-- Remember a file that is being, or has been, imported.
INSERT INTO imports SELECT {source_id:String}, {first_line:String}, {bytes:UInt64}, {sha256:String}, {lines:UInt64}, {last_seq:UInt64},
    {finished:UInt8}, {at:DateTime64(3, 'UTC')}
