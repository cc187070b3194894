"""Events to matches: Sigma rules and term lists, pure given rules, events and their times."""
