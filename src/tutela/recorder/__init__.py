"""The event store's owner: spool, parse, match, insert; named questions and named changes."""
