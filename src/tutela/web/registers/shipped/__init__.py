"""What the library brings for each register, to be taken over, changed or left."""
