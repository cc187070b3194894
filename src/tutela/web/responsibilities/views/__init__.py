"""The pages of responsibilities."""
