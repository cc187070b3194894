"""What Tutela knows before anybody has typed a word: data only, in YAML, each file with its source and licence."""
