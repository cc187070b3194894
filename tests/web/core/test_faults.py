"""A fault of ours shows a number and nothing else, on the page and in the log."""

import json
import logging

import pytest
from django.test import Client

from tests import cast
from tutela.web.project import views
from tutela.web.project.logs import AllowListFormatter


def test_a_page_that_fails_gives_a_number_that_stands_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(alias: str) -> bool:
        raise ValueError("Leo Marsh said something")

    monkeypatch.setattr(views, "_is_well", fail)
    with caplog.at_level(logging.ERROR, "tutela.web"):
        answer = Client(raise_request_exception=False).get("/health/")
    assert answer.status_code == 500
    (record,) = [record for record in caplog.records if record.name == "tutela.web"]
    assert record.error_id in answer.content.decode()
    line = json.loads(AllowListFormatter().format(record))
    assert line["error"] == "ValueError"
    assert "Leo" not in answer.content.decode() + json.dumps(line)
    assert "no-store" in answer["Cache-Control"]


def test_health_says_how_the_parts_are_and_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get("/health/").json() == {"status": "well", "records": "well", "sessions": "well"}
    monkeypatch.setattr(views, "_is_well", lambda alias: alias != "default")
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()["records"]) == (503, "unwell")


def test_the_databases_wait_for_the_disk_and_keep_their_guards() -> None:
    from django.db import connections

    if connections["default"].vendor == "postgresql":
        pytest.skip("the pragmas are SQLite's; PostgreSQL waits for the disk unless its keeper says otherwise")
    with connections["default"].cursor() as cursor:
        values = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    assert values == PRAGMAS


PRAGMAS = {"synchronous": 2, "recursive_triggers": 1, "foreign_keys": 1, "secure_delete": 1}


def test_sessions_and_counters_are_kept_apart_from_the_records(sign_in: object) -> None:
    from django.contrib.sessions.models import Session
    from django.core.cache import cache
    from django.db import connections

    sign_in(cast.tom())
    cache.set("counted", 1)
    assert Session.objects.count() == 1
    tables = connections["default"].introspection.table_names()
    assert "django_session" not in tables
    assert "cache" not in tables
    assert {"django_session", "cache"} <= set(connections["transient"].introspection.table_names())
