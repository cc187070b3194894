"""The pages of surveys and letters."""
