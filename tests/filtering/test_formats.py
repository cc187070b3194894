"""Lists come in many ways of writing and packing; each is recognised, and what is no list is refused in words."""

import bz2
import gzip
import io
import lzma
import os
import resource
import tarfile
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutela.filtering import listfiles
from tutela.filtering.address import BadAddress
from tutela.filtering.listfiles import CannotRead
from tutela.filtering.listlines import Opens, look_at
from tutela.filtering.sources import read_source

HOSTS = {"bet.example", "odds.example"}
ZONE = """$TTL 300
@ IN SOA localhost. root.localhost. (
    2026112201 ; serial
    3600
    600 )
  IN NS localhost.
bet.example CNAME . ; since May
*.bet.example CNAME .
odds.example 60 IN CNAME rpz-drop.
good.example CNAME rpz-passthru.
32.1.2.0.192.rpz-ip CNAME .
"""


@pytest.mark.parametrize(
    ("line", "form", "entries"),
    [
        ("*.bet.example", "plain", ["bet.example"]),
        ("https://bet.example/odds?x=1", "urls", ["bet.example/odds?x=1"]),
        ("0.0.0.0 bet.example", "hosts", ["bet.example"]),
        ("||bet.example^", "adblock", ["bet.example"]),
        ("address=/bet.example/#", "dnsmasq", ["bet.example"]),
        ("server=/bet.example/", "dnsmasq", ["bet.example"]),
        ('local-zone: "bet.example." always_nxdomain', "unbound", ["bet.example"]),
        ("local-zone: bet.example refuse", "unbound", ["bet.example"]),
        ('local-data: "bet.example. 60 IN A 0.0.0.0"', "unbound", ["bet.example"]),
        ("bet.example CNAME .", "rpz", ["bet.example"]),
        ("*.bet.example 60 IN CNAME rpz-drop.", "rpz", ["bet.example"]),
    ],
)
def test_it_is_seen_how_a_line_is_written(line: str, form: str, entries: list[str]) -> None:
    found = look_at(line)
    assert (found.form, found.entries) == (form, entries)


@pytest.mark.parametrize(
    "line",
    ["@@||bet.example^", "@@||bet.example^$document", "bet.example CNAME rpz-passthru.",
     'local-zone: "bet.example" transparent'],
)  # fmt: skip
def test_what_a_list_would_open_is_not_used(line: str) -> None:
    with pytest.raises(Opens, match="open nothing here"):
        look_at(line)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("server=/corp.example/10.0.0.53", "blocks nothing"),
        ("address=/#/0.0.0.0", "cannot be|no dot"),
        ('local-zone: "bet.example"', "not an unbound line"),
        ("24.0.2.0.192.rpz-ip CNAME .", "rules for names"),
        ("/^ads[0-9]+\\./", "host is missing"),
        ("*bet*.example", "cannot be"),
    ],
)
def test_a_line_that_blocks_no_host_is_bad_and_says_why(line: str, reason: str) -> None:
    with pytest.raises(BadAddress, match=reason):
        look_at(line)


def test_a_policy_zone_is_read_without_its_head_and_what_it_lets_through(tmp_path: Path) -> None:
    (tmp_path / "zone").write_text(ZONE)
    reading = read_source(tmp_path / "zone", category="gambling")
    assert reading.entries == {"gambling": HOSTS}
    assert (reading.forms, reading.exceptions, reading.bad) == ({"rpz": 3}, 1, 1)
    assert reading.bad_lines[0].line == 11


def test_exceptions_of_an_adblock_list_are_counted_apart_from_bad_lines(tmp_path: Path) -> None:
    lines = (
        "[Adblock Plus]\n! Title: x\n||bet.example^\n||odds.example^$third-party\n@@||good.example^\nx.example##.ad\n"
    )
    (tmp_path / "list.txt").write_text(lines)
    reading = read_source(tmp_path / "list.txt", category="gambling")
    assert reading.entries == {"gambling": HOSTS}
    assert (reading.forms, reading.exceptions, reading.bad, reading.lines) == ({"adblock": 2}, 1, 1, 4)


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bz2.compress], ids=["gz", "xz", "bz2"])
def test_a_compressed_file_is_read_whatever_it_is_called(tmp_path: Path, pack) -> None:
    (tmp_path / "gambling").mkdir()
    (tmp_path / "gambling" / "domains.packed").write_bytes(pack("\n".join(HOSTS).encode()))
    assert read_source(tmp_path).entries == {"gambling": HOSTS}
    assert read_source(tmp_path / "gambling" / "domains.packed", category="games").entries == {"games": HOSTS}


def test_a_zip_archive_and_a_folder_of_archives_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("blacklists/gambling/domains", "bet.example\n")
        archive.writestr("blacklists/games/domains", "play.example\n")
        archive.writestr("../../etc/cron.d/domains", "evil.example\n")
    assert set(read_source(tmp_path / "all.zip").entries) == {"gambling", "games", "cron.d"} - {"cron.d"}
    (tmp_path / "all.zip").unlink()
    for name in ("gambling", "games"):
        with tarfile.open(tmp_path / f"{name}.tar.gz", "w:gz") as tar:
            member = tarfile.TarInfo(f"{name}/domains")
            content = f"{name}.example\n".encode()
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    assert read_source(tmp_path).entries == {"gambling": {"gambling.example"}, "games": {"games.example"}}


def bomb(path: Path, kind: str) -> None:
    """A file of a few hundred kB that unpacks to far more than anything it says."""
    zeros = b"0.0.0.0 a.example\n" * 58_000
    if kind == "gz":
        path.write_bytes(gzip.compress(zeros * 100, 9))
    elif kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("gambling/domains", zeros * 100)
    elif kind == "tar":
        with tarfile.open(path, "w:gz") as tar:
            member = tarfile.TarInfo("gambling/domains")
            member.size = len(zeros) * 100
            tar.addfile(member, io.BytesIO(zeros * 100))
    elif kind == "many":
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(120):
                archive.writestr(f"{number}/domains", "a.example\n")


@pytest.mark.parametrize("kind", ["gz", "zip", "tar", "many"])
def test_what_unpacks_beyond_all_measure_is_not_read_to_its_end(tmp_path: Path, monkeypatch, kind: str) -> None:
    monkeypatch.setattr(listfiles, "SMALL_BYTES", 1 << 20)
    monkeypatch.setattr(listfiles, "MOST_GROWTH", 2)
    monkeypatch.setattr(listfiles, "MOST_FILES", 100)
    bomb(tmp_path / "bomb", kind)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(CannotRead, match=r"far more than any list|more than 100 files"):
        read_source(tmp_path / "bomb", category="gambling")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x7fELF" + bytes(200), "not text"),
        (os.urandom(5000) + b"\0", "not text"),
        (b"%PDF-1.7 x", "not text"),
        (b"<!DOCTYPE html><title>Not found</title>", "web page"),
        (b"\xef\xbb\xbf\n <HTML>", "web page"),
        (b"7z\xbc\xaf\x27\x1c", "7z.*Unpack it first"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\x1f\x8b" + bytes(3), "cannot be read"),
        (b"\xfd7zXZ\0" + b"x" * 100, "cannot be read"),
        (b"PK\x03\x04" + b"x" * 100, "cannot be read"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "list").write_bytes(content)
    with pytest.raises(CannotRead, match=words):
        read_source(tmp_path / "list", category="gambling")


def test_files_without_an_end_and_other_things_that_are_no_files_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (Path("/dev/zero"), tmp_path / "pipe"):
        with pytest.raises(CannotRead, match="neither a file nor a folder"):
            read_source(path, category="gambling")
    (tmp_path / "gambling.txt").write_text("bet.example\n")
    reading = read_source(tmp_path)
    assert (reading.entries, reading.skipped) == ({"gambling": {"bet.example"}}, ["pipe: not a file"])


def test_a_locked_zip_is_refused_in_words(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("gambling/domains", "bet.example\n")
    raw = bytearray((tmp_path / "x.zip").read_bytes())
    raw[6] |= 1
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "x.zip").write_bytes(raw)
    with pytest.raises(CannotRead, match="password"):
        read_source(tmp_path / "x.zip")


@given(st.binary(max_size=400), st.sampled_from(["", "\x1f\x8b", "PK\x03\x04", "BZh", "\xfd7zXZ\0"]))
def test_no_file_breaks_the_reading(tmp_path_factory: pytest.TempPathFactory, raw: bytes, magic: str) -> None:
    path = tmp_path_factory.mktemp("any") / "list"
    path.write_bytes(magic.encode("latin-1") + raw)
    with suppress(CannotRead):
        read_source(path, category="gambling")
