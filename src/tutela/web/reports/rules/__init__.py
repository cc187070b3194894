"""What a report may show, of which stretch of time, and what it says. Pure functions, no database, no clock."""
