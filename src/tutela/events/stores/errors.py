"""What can go wrong with an event store, in words for people."""


class StoreError(Exception):
    """The event store did not do what was asked; the message says why."""


class StoreBusy(StoreError):
    """Another process owns the event store."""


class StoreAway(StoreError):
    """The recorder, which owns the event store, does not answer; nothing is lost, the spool keeps what happens."""
