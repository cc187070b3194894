"""What a fresh process asks of restored records: are they whole, are they those that were saved, do they open?"""

from tutela.cli.application import migrate, open_application
from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.backups import databases
from tutela.web.backups.manifest import Manifest
from tutela.web.backups.rehearsing import Examined


def examine_records(settings: Settings, told: Manifest) -> Examined:
    """Everything that is found wrong, in sentences; the records may be those of an older version."""
    if settings.database:
        faults, rows = databases.examine_postgresql(settings.database)
    else:
        faults, rows = databases.examine_sqlite(settings.data)
    for table in sorted(told.rows.keys() | rows.keys()):
        if told.rows.get(table) != rows.get(table):
            faults.append(f"{table} has {rows.get(table, 'no')} rows where {told.rows.get(table, 'no')} were saved.")
    if faults:
        return Examined(faults=tuple(faults))
    open_application(settings)
    from django.db.migrations.loader import MigrationLoader

    ours = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or ()}
    if newer := sorted(set(told.migrations) - ours):
        words = f"A newer version made this back-up: this one does not know {newer[0]}. Restore it with that version."
        return Examined(faults=(words,))
    migrate()
    from django.db import connection

    from tutela.web.backups.queries import open_sealed_sample
    from tutela.web.core.append_only import list_unguarded
    from tutela.web.core.verification import verify
    from tutela.web.exhibits.proving import prove_files

    verdict = verify(KeyFolder(settings.keys).ring(), told.checkpoint or None)
    faults += verdict.faults
    faults += [f"The database no longer guards {table} against changes." for table in list_unguarded(connection)]
    opened, closed = open_sealed_sample()
    proved = prove_files(settings)
    return Examined(
        faults=(*faults, *closed),
        losses=proved.faults,
        rows=sum(rows.values()),
        entries=verdict.size,
        sealed=opened,
        exhibits=proved.compared,
        measured=proved.measured,
    )
