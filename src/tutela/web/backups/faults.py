"""What can keep a back-up from being made, proved or put back; each is one sentence that says what to do."""


class BackupFault(Exception):
    """It could not be done, and nothing half-done was left behind."""


class NoRoom(BackupFault):
    """A disc is too full for what was asked."""


class Busy(BackupFault):
    """Another back-up is being made of these records."""


class WrongKey(BackupFault):
    """The key or the halves that were given belong to something else."""


class Newer(BackupFault):
    """A later version made this back-up."""
