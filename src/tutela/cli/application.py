"""Opens the web application's records for a verb that needs them: where the command line meets Django."""

from tutela.settings import Settings

SETTINGS_MODULE = "tutela.web.project.settings"


def open_application(settings: Settings) -> None:
    """Make Django ready on these settings; calling it again changes nothing."""
    from tutela.web import project

    project.start(settings)


def collect_static() -> bool:
    """Put what pages are drawn with where it may be cached. Returns whether anything was to be done."""
    from tutela.web import project

    return project.collect_static()


def migrate() -> bool:
    """Bring the records to this version's form. Returns whether anything was to be done."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    from tutela.web import project

    executors = [MigrationExecutor(connections[alias]) for alias in connections]
    plans = [executor.migration_plan(executor.loader.graph.leaf_nodes()) for executor in executors]
    if any(plans):
        project.migrate()
    return any(plans)
