"""A log that could not be searched says so, and is searched once somebody asks, or by itself after a break."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.records.logs import YESTERDAY
from tests.web.records.test_folder import drop, look, work
from tests.web.records.test_pages import send
from tutela.web.core.actor import SystemActor
from tutela.web.records import folder, operations, process, tasks
from tutela.web.records.models import LogImport

pytestmark = pytest.mark.once

SignIn = Callable[..., Client]
TOLD = "The event store refused it (StoreError)."


@pytest.fixture
def verbs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the worker starts, by its first word; an import does not search."""
    started: list[str] = []
    begin = process._start

    def note(key: str, verb: list[str], *more: Any) -> None:
        started.append(verb[0])
        begin(key, [*verb, "--no-detection"] if verb[0] == "events" else verb, *more)

    monkeypatch.setattr(process, "_start", note)
    return started


def failed_search(row: LogImport) -> None:
    """As it stands after an import whose search the store refused."""
    LogImport._base_manager.filter(pk=row.pk).update(search="failed", trouble=TOLD)


@pytest.mark.usefixtures("in_force")
def test_ivy_sees_that_a_log_was_not_searched_and_has_it_searched_once(sign_in: SignIn, verbs: list[str]) -> None:
    client = sign_in(cast.ivy())
    send(client, YESTERDAY)
    work()
    row = LogImport._base_manager.get()
    failed_search(row)
    page = client.get(f"/logs/{row.pk}/").content.decode()
    assert "Imported, but not searched for what needs somebody’s eyes" in page
    assert TOLD in page
    assert "Look for alerts again" in page
    assert "What needs eyes is in the inbox" not in page
    assert "Imported, not searched" in client.get("/logs/").content.decode()
    for _ in range(2):
        assert client.post(f"/logs/{row.pk}/search-again/").headers["Location"] == f"/logs/{row.pk}/"
    assert "It waits to be searched" in client.get(f"/logs/{row.pk}/").content.decode()
    work()
    row.refresh_from_db()
    assert (row.state, row.search, row.trouble, row.new_events) == ("done", "", "", 5)
    assert verbs == ["events", "detect"]
    client.post(f"/logs/{row.pk}/search-again/")
    row.refresh_from_db()
    assert row.state == "done", "nothing is left to do"


@pytest.mark.usefixtures("in_force")
def test_a_search_that_fails_again_can_be_asked_for_again(verbs: list[str]) -> None:
    drop("access.log")
    (row,) = look()
    work()
    failed_search(row)
    ivy = cast.acting(cast.ivy())
    operations.search_again(actor=ivy, at=timezone.now(), pk=row.pk)
    worker = SystemActor("test")
    assert operations.claim_next(actor=worker, at=timezone.now()) == row
    ended = operations.finish(actor=worker, at=timezone.now(), pk=row.pk, said={"phase": "failed", "error": TOLD})
    assert (ended.state, ended.search, ended.trouble, ended.new_events) == ("done", "failed", TOLD, 5)
    operations.search_again(actor=ivy, at=timezone.now(), pk=row.pk)
    row.refresh_from_db()
    assert row.state == "waiting"


@pytest.mark.usefixtures("in_force")
def test_an_import_that_was_cut_off_while_it_searched_goes_on_with_the_search(verbs: list[str]) -> None:
    drop("access.log")
    (row,) = look()
    worker, now = SystemActor("test"), timezone.now()
    assert operations.claim_next(actor=worker, at=now) == row
    said = {
        "phase": "match",
        "format": "Squid",
        "lines": 5,
        "new_events": 5,
        "from": "2026-11-22T08:05:07+00:00",
        "until": "2026-11-22T08:05:12+00:00",
    }
    operations.note_progress(actor=worker, at=now, pk=row.pk, said=said)
    LogImport._base_manager.update(state="waiting")
    tasks.import_logs(now)
    row.refresh_from_db()
    assert (verbs, row.search) == (["detect"], "owed")
    work()
    row.refresh_from_db()
    assert (row.state, row.search, row.new_events, row.read_as) == ("done", "", 5, "Squid")
    assert [path.name[-11:] for path in (folder.root() / folder.DONE).iterdir()] == ["-access.log"]


def test_another_school_cannot_have_it_searched(sign_in: SignIn) -> None:
    drop("access.log")
    (row,) = look()
    failed_search(row)
    assert sign_in(cast.eli()).post(f"/logs/{row.pk}/search-again/").status_code == 404
    assert sign_in(cast.tom()).post(f"/logs/{row.pk}/search-again/").status_code == 404


@pytest.mark.usefixtures("in_force")
@pytest.mark.parametrize("form", ["map:pihole-queries", "auto"])
def test_what_stood_in_a_log_that_is_refused_is_not_on_its_page(sign_in: SignIn, form: str) -> None:
    client = sign_in(cast.ivy())
    send(client, "how to run away from home,leo,10.1.2.3\n" * 3, form=form)
    work()
    row = LogImport._base_manager.get()
    assert row.state == "failed"
    for page in (f"/logs/{row.pk}/", "/logs/"):
        said = client.get(page).content.decode()
        assert "run away" not in said
        assert "leo" not in said
    assert ("line 1 names no column" in row.trouble) or ("the format is not known" in row.trouble)


def test_of_a_fault_that_nobody_foresaw_only_its_kind_is_said() -> None:
    progress = folder.results() / "x.json"
    words = "tutela: this went wrong and should not have: ValueError: 'how to run away' is no number (the details …)\n"
    progress.with_suffix(".log").write_text(words)
    assert process.kind_of_fault(progress) == "ValueError"
    progress.with_suffix(".log").write_text("Killed\n")
    assert process.kind_of_fault(progress) == ""
