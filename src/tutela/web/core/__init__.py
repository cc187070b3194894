"""Who acts, with what right, on which rows, and what is kept of it: the ground that every other app stands on."""
