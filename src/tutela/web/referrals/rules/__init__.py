"""What follows what in a referral and a disclosure, and when silence is asked about. No database, no clock."""
