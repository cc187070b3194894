"""Who may be shown on which picture."""
