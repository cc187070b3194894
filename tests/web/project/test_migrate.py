"""New tables are laid at once; they are those that the migrations, gone through one by one, would have made."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import postgresql

LAY = """
import json, os, sys
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[1] + ".keys", environment=os.environ))
from django.core.management import call_command
from django.core.management.commands.migrate import Command
from django.db import connection
# of the records alone: sessions and counters are a table or two, laid like all others
command = Command() if sys.argv[2] == "step by step" else "migrate"
call_command(command, interactive=False, verbosity=0)

GUARDS = {"sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
          "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"}
found = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        columns = connection.introspection.get_table_description(cursor, table)
        constraints = connection.introspection.get_constraints(cursor, table).values()
        found[table] = [
            sorted([c.name, str(c.type_code), c.null_ok, c.internal_size, str(c.default)] for c in columns),
            sorted(json.dumps({k: v for k, v in c.items() if k != "definition"}, default=str) for c in constraints),
        ]
    cursor.execute(GUARDS[connection.vendor])
    found["guards"] = sorted([name, " ".join(text.split())] for name, text in cursor.fetchall())
    cursor.execute("SELECT app, name FROM django_migrations")
    found["done"] = sorted(map(list, cursor.fetchall()))
print(json.dumps(found))
"""


def lay(folder: Path, how: str) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TUTELA_", "DJANGO_"))}
    environment |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TUTELA_DATABASE": postgresql.fresh()}
    command = [sys.executable, "-c", LAY, str(folder / how.replace(" ", "-")), how]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.records
def test_new_tables_are_those_that_all_migrations_would_make(tmp_path: Path) -> None:
    at_once, step_by_step = lay(tmp_path, "at once"), lay(tmp_path, "step by step")
    assert sorted(at_once) == sorted(step_by_step)
    # Django's own joining table of groups and permissions is numbered wider in its past than in its model; it is empty
    for table, shape in step_by_step.items():
        assert at_once[table] == shape or table == "auth_group_permissions", table
    assert len(step_by_step["guards"]) > 20


def test_no_step_of_ours_makes_rows_so_that_a_first_start_takes_a_second() -> None:
    """One that does would send every first start, and every run of these tests, through the whole past."""
    from django.db.migrations.loader import MigrationLoader

    from tutela.web.project.management.commands.migrate import _makes_rows

    steps = [
        (str(migration), step)
        for migration in MigrationLoader(None).disk_migrations.values()
        if type(migration).__module__.startswith("tutela.")
        for step in migration.operations
    ]
    assert len(steps) > 100
    assert [name for name, step in steps if _makes_rows(step)] == []
