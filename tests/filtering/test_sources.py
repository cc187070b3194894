"""Other people's lists are read whatever state they are in; what cannot be read is counted and shown."""

import io
import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutela.filtering.address import BadAddress
from tutela.filtering.listfiles import CannotRead
from tutela.filtering.listlines import read_line
from tutela.filtering.sources import read_source


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def test_category_folders_are_read_with_their_domains_and_pages(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "gambling/domains": "bet.example\nBET.example\n# a comment\n\nwww.odds.example\n",
            "gambling/urls": "news.example/odds/\nhttp://www.x.example/Bets?id=1\nhost.example/\n",
            "gambling/usage": "black\n",
            "games/domains": "play.example\r\n",
        },
    )
    reading = read_source(tmp_path)
    assert reading.entries == {
        "gambling": {"bet.example", "www.odds.example", "news.example/odds", "www.x.example/bets?id=1", "host.example"},
        "games": {"play.example"},
    }
    assert (reading.lines, reading.repeated, reading.bad, reading.count) == (7, 1, 0, 6)


@pytest.mark.parametrize("ending", [".tar", ".tar.gz", ".tar.xz", ".tar.bz2", ".upload"])
def test_an_archive_is_read_without_being_unpacked(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"ut1{ending}"
    mode = {"": "w", "gz": "w:gz", "xz": "w:xz", "bz2": "w:bz2"}[ending.split(".")[2] if ending.count(".") == 2 else ""]
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in {
            "./ut1/gambling/domains": b"bet.example\n",
            "ut1/games/domains": b"play.example\n",
            "../../etc/cron.d/domains": b"evil.example\n",
        }.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("ut1/porn")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc"
        archive.addfile(link)
    reading = read_source(path)
    assert reading.entries["gambling"] == {"bet.example"}
    assert reading.entries["games"] == {"play.example"}
    assert reading.skipped[-1] == "ut1/porn: a link"
    assert list(tmp_path.iterdir()) == [path]


def test_a_hosts_file_is_read_without_the_names_of_the_machine_itself(tmp_path: Path) -> None:
    own = "127.0.0.1 localhost\n::1 ip6-localhost\n0.0.0.0 0.0.0.0\n"
    hosts = own + "0.0.0.0\tads.example b.example # both\n127.0.0.1 C.example\n"
    reading = read_source(write(tmp_path, {"hosts": hosts}) / "hosts", category="advertising")
    assert reading.entries == {"advertising": {"ads.example", "b.example", "c.example"}}
    assert reading.bad == 0


@pytest.mark.parametrize(
    ("line", "entries"),
    [
        ("bet.example", ["bet.example"]),
        ("*.bet.example", ["bet.example"]),
        (".bet.example", ["bet.example"]),
        ("bet.example.", ["bet.example"]),
        ("bet.example:8080", ["bet.example"]),
        ("bet.example  # since May", ["bet.example"]),
        ("https://bet.example", ["bet.example"]),
        ("bücher.example", ["xn--bcher-kva.example"]),
        ("10.0.0.1", ["10.0.0.1"]),
        ("3232235777/x", ["192.168.1.1/x"]),
        ("2001:DB8::1", ["2001:db8::1"]),
        ("[2001:db8::1]/x", ["2001:db8::1/x"]),
        ("||bet.example^", ["bet.example"]),
        ("||bet.example^$third-party,important", ["bet.example"]),
        ("address=/bet.example/odds.example/0.0.0.0", ["bet.example", "odds.example"]),
        ("local=/bet.example/", ["bet.example"]),
        ("! a comment", []),
        ("[Adblock Plus 2.0]", []),
        ("   ", []),
    ],
)
def test_a_line_says_what_is_listed(line: str, entries: list[str]) -> None:
    assert read_line(line) == entries


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("com", "has no dot"),
        ("co.uk", "Everything under"),
        ("*.com", "has no dot"),
        ("bet .example", "several words"),
        ("bet\0.example", "NUL"),
        ("a..b", "cannot be the name"),
        ("999.1.1.1", "not one"),
        ("@@||bet.example^", "adblock"),
        ("||bet.example/path^", "adblock"),
        ("bet.example##.advert", "cannot be"),
        ("<html>", "cannot be"),
        ("x" * 300 + ".example", "cannot be"),
        ("a.example/" + "b/" * 40, "too deep"),
        ("javascript:alert(1)", "cannot be"),
    ],
)
def test_a_bad_line_is_refused_with_its_reason(line: str, reason: str) -> None:
    with pytest.raises(BadAddress, match=reason):
        read_line(line)


def test_bad_lines_are_counted_and_shown_with_their_numbers_and_the_rest_is_read(tmp_path: Path) -> None:
    content = b"good.example\nbad one\n" + b"x" * 1_000_000 + b"\n\xff\xfe\xfd.example\ngood\0.example\nlast.example"
    reading = read_source(write(tmp_path, {"adult/domains": content}))
    assert {"good.example", "last.example"} <= reading.entries["adult"]
    assert [(line.file, line.line) for line in reading.bad_lines[:2]] == [("adult/domains", 2), ("adult/domains", 3)]
    assert str(reading.bad_lines[1]) == "adult/domains:3: This line is longer than any address."
    assert reading.bad_lines[-1].reason == "There is a NUL in this line."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_the_encoding_of_a_file_does_not_matter(tmp_path: Path, encoding: str) -> None:
    text = "first.example\nbücher.example\n"
    raw = (b"\xff\xfe" if encoding == "utf-16-le" else b"") + text.encode(encoding)
    reading = read_source(write(tmp_path, {"shop.txt": raw}) / "shop.txt", category="shopping")
    assert reading.entries == {"shopping": {"first.example", "xn--bcher-kva.example"}}


def test_links_and_files_that_are_no_lists_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, {"games/domains": "play.example\n", "games/expressions": "(ga|me)\n", "README.md": "Hello"})
    (tmp_path / "jeux").symlink_to(tmp_path / "games")
    (tmp_path / "loop").symlink_to(tmp_path)
    reading = read_source(tmp_path)
    assert set(reading.entries) == {"games"}
    assert reading.skipped == ["jeux: a link", "loop: a link"]


def test_a_folder_of_files_has_a_category_for_each_file(tmp_path: Path) -> None:
    write(tmp_path, {"gambling.txt": "bet.example\n", "games/any.list": "play.example\n"})
    assert set(read_source(tmp_path).entries) == {"gambling", "games"}
    assert set(read_source(tmp_path, category="other").entries) == {"other"}


@pytest.mark.parametrize(
    "what", ["missing", "empty folder", "no category", "bad category", "cut archive", "not allowed"]
)
def test_a_source_that_cannot_be_read_at_all_is_refused_in_words(tmp_path: Path, what: str) -> None:
    path, category = tmp_path / "source", ""
    if what == "empty folder":
        path.mkdir()
    elif what == "no category":
        path.write_text("bet.example\n")
    elif what == "bad category":
        path.write_text("bet.example\n")
        category = "Our List!"
    elif what == "cut archive":
        with tarfile.open(path, "w:xz") as archive:
            member = tarfile.TarInfo("ut1/gambling/domains")
            member.size = 100_000
            archive.addfile(member, io.BytesIO(os.urandom(100_000)))
        path.write_bytes(path.read_bytes()[:50_000])
    elif what == "not allowed":
        path.mkdir()
        (path / "domains").mkdir()
    with pytest.raises(CannotRead):
        read_source(path, category=category)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_a_line(raw: bytes) -> None:
    for text in (raw.decode("latin-1"), raw.decode("utf-8", "replace")):
        try:
            entries = read_line(text)
        except BadAddress:
            continue
        for entry in entries:
            assert entry == entry.lower()
            assert read_line(entry) == [entry]


@pytest.mark.requirement("S4.13")
def test_the_whole_of_ut1_is_read(shared_data: Path) -> None:
    reading = read_source(shared_data / "ut1.tar.xz")
    hosts = {entry for entries in reading.entries.values() for entry in entries if "/" not in entry}
    assert (len(reading.entries), reading.count, len(hosts)) == (69, 282_186, 238_704)
    assert (reading.lines, reading.repeated, reading.bad) == (284_313, 2_127, 0)


def test_a_list_says_the_same_in_every_format(shared_data: Path) -> None:
    reading = read_source(shared_data / "formats.tar.xz")
    same = [entries for name, entries in reading.entries.items() if name.startswith("piracy")]
    assert len(same) == 4
    assert all(entries == same[0] for entries in same)
    assert reading.bad == 0
