-- Earlier imports of a file that began with the same line.
SELECT * FROM imports WHERE first_line = {first_line:String} ORDER BY bytes DESC, finished DESC, imported_at DESC
