"""The index says exactly what the lists say, and only a whole one is believed."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.filtering.made import make_index
from tutela.filtering.compile import compile_index
from tutela.filtering.index import BadIndex, Index, beginnings, index_from_bytes, open_index

LABEL = st.sampled_from(["a", "b", "www", "x1", "co"])
HOST = st.lists(LABEL, min_size=1, max_size=4).map(lambda labels: ".".join([*labels, "uk"]))
IP = st.sampled_from(["10.0.0.1", "1.10.0.0", "2001:db8::1"])
PATH = st.lists(st.sampled_from(["p", "q"]), min_size=1, max_size=3).map(lambda parts: "/" + "/".join(parts))
QUERY = st.sampled_from(["", "?s=1", "?s=1&t=2"])
ENTRY = st.one_of(HOST, HOST, IP, st.builds("{}{}{}".format, HOST, PATH, QUERY))
LISTS = st.dictionaries(st.sampled_from(["red", "green", "blue"]), st.lists(ENTRY, max_size=8), max_size=3)


def found(index: Index, host: str, path: str = "/", query: str = "") -> set[str]:
    is_ip = ":" in host or host[-1].isdigit()
    number = index.find(host, is_ip)
    if index.has_paths[number]:
        number = index.find_page(host, path, query) or number
    return {category.name for category in index.sets[number]}


def scanned(lists: dict[str, list[str]], host: str, path: str = "/", query: str = "") -> set[str]:
    """What a plain walk through all entries says."""
    names = {host}
    if not (":" in host or host[-1].isdigit()):
        labels = host.split(".")
        names |= {".".join(labels[place:]) for place in range(len(labels) - 1)}
    bare = host.removeprefix("www.")
    pages = {bare + beginning for beginning in beginnings(path, query)}
    return {
        category
        for category, entries in lists.items()
        for entry in entries
        if entry in names or ("/" in entry and entry.removeprefix("www.") in pages)
    }


@pytest.mark.requirement("S0.14")
@given(LISTS, st.lists(st.tuples(HOST | IP, PATH, st.sampled_from(["", "s=1", "s=1&t=2"])), max_size=10))
def test_the_index_says_what_a_scan_of_the_lists_says(
    lists: dict[str, list[str]], questions: list[tuple[str, str, str]]
) -> None:
    index = make_index(lists)
    listed = [
        (entry.split("/")[0], "/" + entry.partition("/")[2].split("?")[0], "") for e in lists.values() for entry in e
    ]
    for host, path, query in [*questions, *listed]:
        # A page of a site takes on what is said of the site with and without www; a scan of that is the rest of it.
        expected = scanned(lists, host, path, query)
        answer = found(index, host, path, query)
        assert expected <= answer
        assert answer - expected <= scanned(lists, f"www.{host.removeprefix('www.')}", path, query)


@given(LISTS, st.lists(HOST, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_lists_and_entries_never_matters(
    lists: dict[str, list[str]], hosts: list[str], dice: random.Random
) -> None:
    shuffled = {name: dice.sample(lists[name], len(lists[name])) for name in dice.sample(list(lists), len(lists))}
    one, other = make_index(lists), make_index(shuffled)
    assert [found(one, host) for host in hosts] == [found(other, host) for host in hosts]


def test_a_site_is_listed_with_everything_below_it_but_not_with_its_neighbours() -> None:
    index = make_index({"gambling": ["bet.example.com"]})
    assert found(index, "bet.example.com") == found(index, "www.m.bet.example.com") == {"gambling"}
    assert found(index, "example.com") == found(index, "alphabet.example.com") == found(index, "bet.example") == set()


def test_a_deeper_listing_adds_to_that_of_its_parent() -> None:
    index = make_index({"adult": ["host.example"], "blogs": ["kind.host.example"]})
    assert found(index, "kind.host.example") == {"adult", "blogs"}
    assert found(index, "other.host.example") == {"adult"}


def test_one_page_can_be_listed_and_the_site_stays_open() -> None:
    index = make_index({"drugs": ["host.example/forum/grow", "www.host.example/watch?v=1"]})
    assert found(index, "host.example", "/forum/grow/tips") == {"drugs"}
    assert found(index, "www.host.example", "/FORUM/Grow") == {"drugs"}
    assert found(index, "host.example", "/watch", "v=1&t=9") == {"drugs"}
    assert found(index, "host.example", "/forum/growth") == found(index, "host.example", "/watch", "v=12") == set()


def test_an_ip_address_is_listed_by_itself_and_not_by_its_end() -> None:
    index = make_index({"malware": ["10.0.0.1", "2001:db8::1"]})
    assert found(index, "10.0.0.1") == found(index, "2001:db8::1") == {"malware"}
    assert found(index, "7.10.0.0") == found(index, "10.0.0.10") == set()


def test_an_index_of_nothing_finds_nothing() -> None:
    assert found(make_index({}), "bet.example") == set()


def test_a_very_long_address_is_answered_at_once() -> None:
    index = make_index({"drugs": ["host.example/a"]})
    assert found(index, "host.example", "/x" * 30_000, "&".join(["y=1"] * 30_000)) == set()
    assert found(index, "host.example", "/a" + "/x" * 30_000) == {"drugs"}


def test_every_build_has_its_own_seed_so_that_nobody_can_prepare_a_name_that_collides() -> None:
    lists = {"gambling": ["bet.example"]}
    assert compile_index(lists)[32:48] != compile_index(lists)[32:48]


@pytest.mark.parametrize("damage", ["short", "empty", "cut", "flipped", "seed", "longer", "magic"])
def test_an_index_that_is_not_whole_is_refused(tmp_path: Path, damage: str) -> None:
    raw = bytearray(compile_index({"gambling": [f"bet{number}.example" for number in range(100)]}))
    broken = {
        "short": raw[:50],
        "empty": b"",
        "cut": raw[:-1],
        "flipped": raw[:200] + bytes([raw[200] ^ 1]) + raw[201:],
        "seed": raw[:40] + bytes([raw[40] ^ 1]) + raw[41:],
        "longer": raw + b"x",
        "magic": b"X" + raw[1:],
    }[damage]
    path = tmp_path / "index.tbl"
    path.write_bytes(broken)
    with pytest.raises(BadIndex):
        open_index(path)


def test_an_index_that_is_not_the_promised_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "index.tbl"
    path.write_bytes(compile_index({"gambling": ["bet.example"]}))
    with pytest.raises(BadIndex, match="promised"):
        open_index(path, promised="0" * 64)


def test_an_open_index_can_be_closed(tmp_path: Path) -> None:
    path = tmp_path / "index.tbl"
    path.write_bytes(compile_index({"gambling": ["bet.example"]}))
    index = open_index(path)
    assert found(index, "bet.example") == {"gambling"}
    index.close()
    with pytest.raises(ValueError):
        index.find("bet.example")


def test_the_table_stays_small(tmp_path: Path) -> None:
    raw = compile_index({"gambling": [f"bet{number}.example" for number in range(20_000)]})
    assert len(raw) / 20_000 < 17
    assert found(index_from_bytes(raw), "bet19999.example") == {"gambling"}
