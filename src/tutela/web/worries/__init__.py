"""Tell us a worry: for learners, parents and visitors without an account, named or not, with answers both ways."""
