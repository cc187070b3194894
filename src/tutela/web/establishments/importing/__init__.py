"""Reading files of people as management systems write them: pure, no database, no clock."""
