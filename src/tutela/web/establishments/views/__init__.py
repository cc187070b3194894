"""Pages of establishments and their people."""
