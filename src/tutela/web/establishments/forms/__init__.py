"""What is asked about establishments and their people."""
