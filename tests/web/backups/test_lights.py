"""Three copies, two discs, one elsewhere: what Ivy sees, and when the machine says that something is missing."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tests import cast
from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.backups import operations, places, queries, rules, tasks
from tutela.web.backups.models import Backup
from tutela.web.backups.rules import Copy, Light, Standing
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditEntry
from tutela.web.evidence import operations as evidence
from tutela.web.evidence.queries import list_current
from tutela.web.evidence.rules import Figure
from tutela.web.project.proofs import list_figures

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
ACTOR = SystemActor("back-ups")


def a_backup(made_at: datetime = NIGHT) -> Backup:
    return operations.note_backup(
        actor=ACTOR, at=made_at, made_at=made_at, name="tutela-2026.backup", size_bytes=4_200_000, sha256="a" * 64,
        rows=900, sealed_to=("Hana Novak", "Ivy Chen"),
    )  # fmt: skip


def a_proof(kind: str = "read-back", at: datetime = NIGHT, **more: object) -> None:
    given = {"made_at": NIGHT, "name": "tutela-2026.backup", "opened_by": "", "faults": (), "seconds": 4.2} | more
    operations.note_proof(actor=ACTOR, at=at, kind=kind, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("copies", "expected"),
    [
        ([], (Light.RED, Light.RED, Light.RED, 1)),
        ([Copy("first", NIGHT, "8", False)], (Light.RED, Light.RED, Light.RED, 2)),
        ([Copy("first", NIGHT, "9", False)], (Light.RED, Light.GREEN, Light.RED, 2)),
        (
            [Copy("first", NIGHT, "8", False), Copy("off-site", NIGHT, "9", True)],
            (Light.GREEN, Light.GREEN, Light.GREEN, 3),
        ),
        (
            [Copy("first", NIGHT, "8", False), Copy("off-site", NIGHT - timedelta(days=6), "9", True)],
            (Light.RED, Light.RED, Light.GREEN, 2),
        ),
        ([Copy("off-site", NIGHT - timedelta(days=8), "9", True)], (Light.RED, Light.RED, Light.RED, 1)),
    ],
)
def test_three_copies_on_two_discs_and_one_elsewhere(
    copies: list[Copy], expected: tuple[Light, Light, Light, int]
) -> None:
    lights = rules.shine(copies, "8", AT)
    assert (lights.copies, lights.media, lights.off_site, lights.count) == expected


def test_the_nights_back_up_is_due_once_a_night_also_when_the_machine_was_off_at_two() -> None:
    assert rules.is_due(None, AT, 2)
    assert not rules.is_due(NIGHT, AT, 2)
    assert not rules.is_due(NIGHT, AT + timedelta(hours=16), 2)
    assert rules.is_due(NIGHT, NIGHT + timedelta(days=1), 2)
    assert rules.is_due(NIGHT - timedelta(days=1), AT, 2)


def test_a_back_up_that_nobody_put_back_counts_for_nothing() -> None:
    def stand(proved: datetime | None, drilled: datetime | None) -> Standing:
        return rules.stand(is_set_up=True, has_any=True, proved=proved, drilled=drilled, at=AT)

    assert stand(None, None) == Standing.NOT_PROVED
    assert stand(NIGHT, None) == Standing.NOT_DRILLED
    assert stand(NIGHT, AT - timedelta(days=121)) == Standing.NOT_DRILLED
    assert stand(NIGHT, AT - timedelta(days=119)) == Standing.WELL
    assert stand(AT - timedelta(hours=27), AT) == Standing.NOT_PROVED


def test_a_copy_is_read_back_and_the_oldest_go(tmp_path: Path) -> None:
    file = tmp_path / "tutela-2026-11-22T02-00-00Z.backup"
    file.write_bytes(b"sealed")
    digest = places.sha256(b"sealed").hexdigest()
    away = places.Place("off-site", tmp_path / "away")
    assert places.bring(file, digest, away).well
    (away.folder / file.name).write_bytes(b"rotten")
    assert places.bring(file, digest, away).well
    assert (away.folder / file.name).read_bytes() == b"sealed"
    assert not places.bring(file, "0" * 64, away).well
    (tmp_path / "a-file").touch()
    lies = places.bring(file, digest, places.Place("second", tmp_path / "a-file"))
    assert (lies.well, "cannot be used" in lies.words) == (False, True)
    for day in range(10, 14):
        (away.folder / f"tutela-2026-11-{day}T02-00-00Z.backup").touch()
    assert len(places.thin_out(away, 2)) == 3
    assert max(one.name for one in away.folder.iterdir()) == file.name


def test_ivy_sees_what_is_missing_and_what_to_do(sign_in: object) -> None:
    ivy = sign_in(cast.ivy())  # type: ignore[operator]
    page = ivy.get("/backups/").content.decode()
    assert "There is no back-up" in page
    assert "./tutela keys sheet" in page
    backup = a_backup(datetime.now(UTC))
    a_proof(made_at=datetime.now(UTC), at=datetime.now(UTC), rows=900, entries=40, sealed=3)
    operations.note_copy(
        actor=ACTOR, at=AT, backup=backup, place="second", device="", well=False, words="/mnt/nas cannot be used."
    )
    page = ivy.get("/backups/").content.decode()
    assert "A restore drill is due" in page
    assert "/mnt/nas cannot be used." in page
    assert "Hana Novak, Ivy Chen" in page
    assert sign_in(cast.dana()).get("/backups/").status_code == 404  # type: ignore[operator]
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"backup.make", "backup.prove", "backup.copy"} <= actions


@pytest.mark.usefixtures("as_system")
def test_another_signing_key_is_evidence_of_its_day_and_ivy_sees_which_key_came_before(
    sign_in: object, tutela: Settings, settings: object, tmp_path: Path
) -> None:
    # the folder of keys is that of every test: this one changes its own
    settings.TUTELA = msgspec.structs.replace(tutela, keys=shutil.copytree(tutela.keys, tmp_path / "own"))  # type: ignore[attr-defined]
    folder = KeyFolder(settings.TUTELA.keys)  # type: ignore[attr-defined]
    first, at = folder.ring().newest, datetime.now(UTC)
    with folder.changing():
        folder.switch(folder.begin_change(), at)
        folder.end_change()
    place, later = cast.oakfield(), at + timedelta(days=12)
    figures = [one for one in list_figures(place, later) if one.kind == "keys.rotated"]
    evidence.publish(actor=ACTOR, at=later, establishment_id=place.pk, figures=figures)
    known = list_current(ACTOR, place.pk, later)["keys.rotated"]
    assert known.figure == Figure("keys.rotated", 12.0, later, "/backups/")
    assert known.words == "the key that signs the records was last made or changed 12 days ago"
    assert not known.stale
    assert list_current(ACTOR, place.pk, later + timedelta(days=32))["keys.rotated"].stale
    newest = folder.ring().newest
    assert newest != first
    page = sign_in(cast.ivy()).get("/backups/").content.decode()  # type: ignore[operator]
    assert page.index(newest.mark) < page.index(first.mark)
    assert "None: it is the first" not in page


@pytest.mark.usefixtures("as_system")
def test_a_drill_by_a_person_is_evidence_and_the_machines_own_proof_is_not() -> None:
    def drilled() -> list[float]:
        return [one.value for one in list_figures(cast.oakfield(), AT) if one.kind == "backups.drilled"]

    a_proof("read-back")
    a_proof("drill", faults=("This back-up was changed.",))
    assert drilled() == []
    a_proof("drill", at=AT - timedelta(days=3), opened_by="Hana Novak")
    assert drilled() == [3.0]


def test_the_worker_starts_the_nights_back_up_once(
    tutela: Settings, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    monkeypatch.setattr(tasks, "_running", [])
    monkeypatch.setattr(tasks, "_tried", [])
    monkeypatch.setattr(tasks, "start", lambda chosen: started.append(chosen) or Ended())
    tasks.make_nightly(AT)
    assert started == []  # nobody has said where to
    settings.TUTELA = msgspec.structs.replace(  # type: ignore[attr-defined]
        tutela, backup_folder=tutela.data.parent, backup_recipients=("Hana: x",)
    )
    tasks.make_nightly(AT)
    tasks.make_nightly(AT + timedelta(minutes=5))  # it failed, and is not tried at once
    assert len(started) == 1
    tasks.make_nightly(AT + timedelta(minutes=65))
    assert len(started) == 2
    a_backup()
    tasks.make_nightly(AT + timedelta(minutes=130))
    assert len(started) == 2
    assert queries.get_lights(AT).count == 1


class Ended:
    """A process that ended at once."""

    def poll(self) -> int:
        return 1
