"""What may be opened: the settings of each group, the school's own rules, and changes that people ask for."""
