"""ClamAV itself over its socket, with signatures of ours; and scanners that are dead, old or out of their mind."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from django.utils import timezone

from tests.web.exhibits.scenes import CHAT, an_exhibit, as_they_came, listening
from tutela.settings import Settings
from tutela.web.exhibits import rules, scanner, tasks
from tutela.web.exhibits.models import Custody

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
# the harmless file that every scanner calls harmful, in two halves so that this one is not
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A running clamd that knows one signature and takes a megabyte."""
    if shutil.which("clamd") is None:
        pytest.skip("clamav-daemon is not installed (packages.txt)")
    folder = tmp_path_factory.mktemp("clam")
    (folder / "signatures").mkdir()
    (folder / "signatures" / "ours.ndb").write_text(f"Tutela.Test:0:*:{EICAR.hex()}\n")
    (folder / "clamd.conf").write_text(
        f"LocalSocket {folder / 'clamd.ctl'}\nDatabaseDirectory {folder / 'signatures'}\n"
        f"TemporaryDirectory {folder}\nForeground yes\nStreamMaxLength 1M\nConcurrentDatabaseReload no\n"
    )
    process = subprocess.Popen(
        ["clamd", "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        ends = time.monotonic() + 60
        while not (folder / "clamd.ctl").exists() and time.monotonic() < ends and process.poll() is None:
            time.sleep(0.05)
        yield folder / "clamd.ctl"
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.engine
def test_clamav_is_asked_about_everything_in_quarantine(clamd: Path, tutela: Settings, settings: object) -> None:
    settings.TUTELA = msgspec.structs.replace(tutela, exhibit_scanner=str(clamd), exhibit_scanner_days=0)
    good = an_exhibit(tutela, CHAT, clean=False)
    bad = an_exhibit(tutela, b"From Leo: " + EICAR, "text", clean=False, case=good.case)
    large = an_exhibit(tutela, b"x" * 1_500_000, "text", clean=False, case=good.case)
    tasks.scan_waiting(timezone.now())
    assert as_they_came(good.pk) == CHAT
    with pytest.raises(rules.NotNow, match="harmful"):
        as_they_came(bad.pk)
    assert Custody._base_manager.get(exhibit=bad, kind="found").detail == "Tutela.Test.UNOFFICIAL"
    with pytest.raises(rules.NotNow, match="quarantine"):
        as_they_came(large.pk)
    assert scanner.scan(str(clamd), [b"x" * 1_500_000], at=AT, oldest_days=0).status == "too-large"
    # its signatures bear no day here, so with the usual setting its word is not taken
    assert scanner.scan(str(clamd), [CHAT], at=AT, oldest_days=7).status == "stale"
    assert scanner.state(str(clamd), at=AT, oldest_days=0) == "ready"


@pytest.mark.parametrize(
    ("says", "status"),
    [
        (b"ClamAV 1.4.3/27461/Fri Nov  6 09:00:00 2026\0", "stale"),
        (b"ClamAV 1.4.3/27461/Sat Nov 21 09:00:00 2026\0", "failed"),  # and the same when asked about the file
        (b"stream: OK\0", "stale"),
        (b"", "stale"),
        (b"\xff\xfe\0", "failed"),
    ],
)
def test_no_answer_but_a_clear_one_lets_a_file_out(tmp_path: Path, says: bytes, status: str) -> None:
    with listening(tmp_path, says) as place:
        assert scanner.scan(place, [CHAT], at=AT, oldest_days=7).status == status


def test_where_no_scanner_is_there_the_file_stays_in_quarantine(tmp_path: Path, tutela: Settings) -> None:
    dead = tmp_path / "clamd.ctl"
    dead.write_bytes(b"")
    for place, status in (("", "none"), (str(tmp_path / "nothing"), "none"), (str(dead), "failed")):
        assert scanner.scan(place, [CHAT], at=AT, oldest_days=7).status == status
        assert scanner.state(place, at=AT, oldest_days=7) == status
    exhibit = an_exhibit(tutela, clean=False)
    tasks.scan_waiting(timezone.now())
    with pytest.raises(rules.NotNow, match="quarantine"):
        as_they_came(exhibit.pk)
