"""Logs that a nightly job puts into the folder are imported by themselves, and put away, not removed."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests import cast
from tests.web.records.logs import WITH_BAD_LINES, YESTERDAY
from tutela.settings import Settings
from tutela.web.core.actor import SystemActor
from tutela.web.establishments import operations as establishments
from tutela.web.records import folder, operations, process, rules, tasks
from tutela.web.records.models import LogImport

pytestmark = pytest.mark.once

LONG_AGO = 1_795_330_000


def drop(name: str, content: str = YESTERDAY, slug: str = "") -> Path:
    (folder.root() / slug).mkdir(exist_ok=True)
    path = folder.root() / slug / name
    path.write_text(content)
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def look() -> list[LogImport]:
    """Look twice, as the worker does: a file is whole when it has not grown in between."""
    for _ in range(2):
        tasks.look_into_folder(timezone.now())
    return list(LogImport._base_manager.order_by("received_at"))


def work() -> None:
    """Let the worker go on until nothing waits."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        tasks.import_logs(timezone.now())
        if not LogImport._base_manager.filter(finished_at=None).exists():
            return
        time.sleep(0.2)
    raise AssertionError("the import did not end")


@pytest.mark.usefixtures("in_force")
def test_a_log_in_the_folder_is_imported_and_put_away() -> None:
    drop("access.log", WITH_BAD_LINES)
    (row,) = look()
    assert (row.state, row.source, row.establishment) == ("waiting", "folder", cast.oakfield())
    work()
    row.refresh_from_db()
    assert (row.state, row.lines, row.new_events, row.bad_lines) == ("done", 7, 5, 2)
    assert "Squid" in row.read_as
    assert row.first_at == datetime.fromtimestamp(1795334707.123, UTC)
    (put_away,) = (folder.root() / folder.DONE).iterdir()
    assert put_away.name.endswith("-access.log")
    assert put_away.read_text() == WITH_BAD_LINES
    assert look() == [row]


@pytest.mark.usefixtures("in_force")
def test_a_file_that_is_no_log_is_put_apart_with_the_reason() -> None:
    drop("letter.txt", "Dear Dana\nyours\n")
    (row,) = look()
    work()
    row.refresh_from_db()
    assert row.state == "failed"
    assert "the format is not known" in row.trouble
    assert [path.read_text() for path in (folder.root() / folder.FAILED).iterdir()] == ["Dear Dana\nyours\n"]


def test_a_file_that_is_still_written_waits() -> None:
    path = drop("access.log")
    os.utime(path)
    assert look() == []
    with path.open("a") as file:
        file.write(YESTERDAY)
    os.utime(path, (LONG_AGO, LONG_AGO))
    tasks.look_into_folder(timezone.now())
    assert LogImport._base_manager.count() == 0
    tasks.look_into_folder(timezone.now())
    assert LogImport._base_manager.count() == 1


@pytest.mark.parametrize("name", [".access.log", "access.log.part", "access.log.filepart", "access.log~"])
def test_what_is_named_as_unfinished_is_passed_over(name: str) -> None:
    drop(name)
    assert look() == []


def test_each_establishment_has_a_folder_of_its_own() -> None:
    drop("access.log", slug=cast.elm_park().slug)
    (row,) = look()
    assert row.establishment == cast.elm_park()


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(YESTERDAY)
    os.utime(secret, (LONG_AGO, LONG_AGO))
    (folder.root() / "access.log").symlink_to(secret)
    assert look() == []


def receive(name: str = "a.log") -> LogImport:
    drop(name)
    return operations.receive(
        actor=SystemActor("test"), at=timezone.now(), establishment=cast.oakfield(), file_name=name, place=name,
        source="folder", size=5,
    )  # fmt: skip


def test_a_name_from_an_older_system_holds_up_nobody_elses_log() -> None:
    drop("access.log")
    odd = os.fsencode(folder.root()) + b"/f\xfcr Ivy.log"
    with open(odd, "wb") as file:  # noqa: PTH123  a name that is no text
        file.write(YESTERDAY.encode())
    os.utime(odd, (LONG_AGO, LONG_AGO))
    look()
    assert {row.file_name for row in look()} == {"access.log", "für Ivy.log"}


def test_a_name_as_long_as_a_disc_takes_can_still_be_put_aside() -> None:
    name = "ö" * 120 + ".log"
    drop(name)
    folder.put_aside(name, folder.DONE, f"20261122-080000-{name}")
    (aside,) = (folder.root() / folder.DONE).iterdir()
    assert aside.name.endswith("ö.log")


def test_an_upload_that_waits_over_the_weekend_is_not_let_go() -> None:
    waits, done = drop("one", slug=folder.UPLOADS), drop("two", slug=folder.UPLOADS)
    for path in (waits, done):
        os.utime(path, (LONG_AGO - 3 * 86400, LONG_AGO - 3 * 86400))
    operations.receive(
        actor=SystemActor("test"), at=timezone.now(), establishment=cast.oakfield(), file_name="access.log",
        place=f"{folder.UPLOADS}/one", source="upload", size=5,
    )  # fmt: skip
    tasks.forget_old(timezone.now())
    assert (waits.exists(), done.exists()) == (True, False)


def test_one_log_is_imported_at_a_time_by_one_worker() -> None:
    actor, now = SystemActor("test"), timezone.now()
    first = receive("a.log")
    receive("b.log")
    claimed = operations.claim_next(actor=actor, at=now)
    assert claimed == first
    assert operations.claim_next(actor=actor, at=now) is None


def test_an_import_whose_worker_died_is_started_again_and_not_for_ever() -> None:
    actor, now = SystemActor("test"), timezone.now()
    row = receive()
    for turn in range(rules.MOST_TRIES):
        claimed = operations.claim_next(actor=actor, at=now + turn * timedelta(minutes=5))
        assert claimed == row
    assert operations.claim_next(actor=actor, at=now + timedelta(hours=1)) is None
    row.refresh_from_db()
    assert (row.state, row.trouble) == ("failed", "The import was cut off again and again.")
    assert look() == [row]
    assert [path.name[-6:] for path in (folder.root() / folder.FAILED).iterdir()] == ["-a.log"]


def test_old_uploads_and_old_bad_lines_are_let_go(tutela: Settings) -> None:
    kept, old = folder.results() / "new.bad", folder.results() / "old.bad"
    for path in (kept, old):
        path.write_text("1\twhy\t\n")
    os.utime(old, (LONG_AGO - 90 * 86400, LONG_AGO - 90 * 86400))
    dropped = drop("access.log")
    tasks.forget_old(timezone.now())
    assert (kept.exists(), old.exists(), dropped.exists()) == (True, False, True)


@pytest.mark.usefixtures("in_force")
def test_a_log_waits_until_somebody_has_signed_for_monitoring_and_is_not_lost() -> None:
    now = timezone.now()
    stop = {"person": cast.hana(), "establishment": cast.oakfield(), "note": "A question of the governors."}
    establishments.withdraw_monitoring(actor=SystemActor("test"), at=now - timedelta(minutes=1), **stop)
    drop("access.log")
    (row,) = look()
    assert operations.claim_next(actor=SystemActor("test"), at=now) is None
    signed = {"person": cast.hana(), "establishment": cast.oakfield(), "role_words": "Head", "note": ""}
    establishments.sign_off_monitoring(actor=SystemActor("test"), at=now, **signed)
    assert operations.claim_next(actor=SystemActor("test"), at=now) == row


@pytest.mark.usefixtures("in_force")
def test_an_import_ends_when_the_signature_is_withdrawn_and_goes_on_when_it_is_given_again() -> None:
    drop("access.log")
    (row,) = look()
    tasks.import_logs(timezone.now())
    assert process.is_ours(str(row.pk))
    now = timezone.now()
    stop = {"person": cast.hana(), "establishment": cast.oakfield(), "note": "A question of the governors."}
    establishments.withdraw_monitoring(actor=SystemActor("test"), at=now, **stop)
    tasks.import_logs(now + timedelta(seconds=1))
    row.refresh_from_db()
    assert (row.state, row.tries, process.is_ours(str(row.pk))) == ("waiting", 0, False)
    signed = {"person": cast.hana(), "establishment": cast.oakfield(), "role_words": "Head", "note": ""}
    establishments.sign_off_monitoring(actor=SystemActor("test"), at=timezone.now(), **signed)
    work()
    row.refresh_from_db()
    assert (row.state, row.new_events) == ("done", 5)


@pytest.mark.usefixtures("in_force")
@pytest.mark.parametrize("is_replaced", [True, False])
def test_a_log_that_grows_or_is_replaced_while_it_is_imported_is_taken_in_once_more(is_replaced: bool) -> None:
    path = drop("access.log")
    (row,) = look()
    tasks.import_logs(timezone.now())
    assert process.is_ours(str(row.pk))
    process._running[str(row.pk)].wait(60)
    more = YESTERDAY.replace("17953347", "17953348")
    if is_replaced:
        (path.parent / "new.part").write_text(more)
        (path.parent / "new.part").rename(path)
    else:
        with path.open("a") as file:
            file.write(more)
    tasks.import_logs(timezone.now())
    row.refresh_from_db()
    assert (row.state, row.new_events, path.exists()) == ("done", 5, True)
    os.utime(path, (LONG_AGO, LONG_AGO))
    _, again = look()
    work()
    again.refresh_from_db()
    assert (again.state, again.new_events, again.known_lines) == ("done", 5, 0 if is_replaced else 5)
    assert not path.exists()
