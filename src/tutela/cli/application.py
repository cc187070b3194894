"""Opens the web application's records for a verb that needs them: where the command line meets Django."""

import os

from tutela.settings import Settings

SETTINGS_MODULE = "tutela.web.project.settings"


def open_application(settings: Settings) -> None:
    """Make Django ready on these settings. Calling it again changes nothing."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS_MODULE
    os.environ["TUTELA_DATA"] = str(settings.data)
    os.environ["TUTELA_KEYS"] = str(settings.keys)
    django.setup()


def migrate() -> bool:
    """Bring the records to this version's form. Returns whether anything was to be done."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    changed = False
    for alias in connections:
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", database=alias, interactive=False, verbosity=0)
            changed = True
    return changed
