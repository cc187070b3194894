"""The web application: records, people, and who may see what."""
