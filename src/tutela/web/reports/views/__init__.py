"""The pages of the reports, the same on paper and as files."""
