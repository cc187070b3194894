-- Which numbers of a source, between two, are stored.
SELECT seq FROM events WHERE source_id = {source_id:String} AND seq >= {first:UInt64} AND seq <= {last:UInt64} ORDER BY seq
