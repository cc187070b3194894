"""The vault of allegations, held against people of the cast."""
