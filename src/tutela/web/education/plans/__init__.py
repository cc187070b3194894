"""A lesson plan as a text: what it holds, how it is typed, what changed, and the file in which it is handed on."""
