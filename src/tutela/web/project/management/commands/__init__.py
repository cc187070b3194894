"""One module for each command; `tutela manage` says which may be called."""
