-- Which events of a source have matched already, after a number.
SELECT match_id FROM matches WHERE source_id = {source_id:String} AND seq > {seq:UInt64}
