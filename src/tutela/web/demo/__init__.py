"""A small fictitious school to look around in. Nobody in it is real."""
