"""Django's `migrate`, but tables that are not there yet are laid in one go instead of through every step of their past.

Rendering some hundred states of all models takes Django twenty seconds; laying today's tables takes one. A test holds
the two to the same tables, columns, indexes and guards.
"""

from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections, router
from django.db.migrations import operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from tutela.web.core.append_only import AppendOnly
from tutela.web.core.existing_rows import ForExistingRows

OURS = "tutela.web."
CARRIES_DATA = (operations.RunPython, operations.RunSQL)


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        whole = not any(options.get(name) for name in ("app_label", "plan", "check_unapplied", "fake", "prune"))
        if whole:
            lay_tables(connections[options["database"]])
        super().handle(*args, **options)


def lay_tables(connection: Any) -> bool:
    """Make the tables of today's models with their guards and note every migration as done: all of it or nothing.

    Returns False, and does nothing, where there are tables already, or where one of our migrations carries data: that
    has to be gone through. Those of the libraries that do so move rows of older tables, and here there are none.
    """
    if set(connection.introspection.table_names()) - {MigrationRecorder.Migration._meta.db_table}:
        return False
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    steps = [(migration.app_label, step) for migration in plan for step in migration.operations]
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(OURS)}
    if any(_makes_rows(step) for label, step in steps if label in ours):
        return False
    executor.recorder.ensure_schema()
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy and router.allow_migrate_model(connection.alias, model):
                editor.create_model(model)
        for label, step in steps:
            if isinstance(step, AppendOnly):
                step.database_forwards(label, editor, None, None)
        for migration in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)
    return True


def _makes_rows(step: Any) -> bool:
    """Whether a step may put something into a new database."""
    return isinstance(step, CARRIES_DATA) and not isinstance(step, ForExistingRows)
