-- Which of these gaps are known already.
SELECT gap_id FROM gaps WHERE gap_id IN {gap_ids:Array(String)}
