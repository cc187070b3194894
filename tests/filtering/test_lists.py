"""A list is replaced whole, and never by the remains of a failed download."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.filtering.made import make_index
from tutela.filtering.index import open_index
from tutela.filtering.lists import (
    INDEX,
    BadList,
    Meta,
    Shrunk,
    add_list,
    all_lists,
    compile_lists,
    describe_bad,
    get_list,
    lists_hash,
)
from tutela.filtering.sources import BadLine, Reading

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def reading(**categories: int) -> Reading:
    entries = {name: {f"{name}{number}.example" for number in range(count)} for name, count in categories.items()}
    return Reading(entries=entries, lines=sum(categories.values()))


def add(folder: Path, name: str = "ours", *, force: bool = False, **categories: int) -> Meta:
    return add_list(folder, name, reading(**categories), at=AT, path="/a/path", licence="MIT", force=force)


def categories_of(folder: Path, host: str) -> set[str]:
    index = open_index(compile_lists(folder))
    return {category.name for category in index.sets[index.find(host)]}


def test_a_list_is_kept_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    add(tmp_path, gambling=10, games=5)
    meta = get_list(tmp_path, "ours")
    assert meta is not None
    assert (meta.categories, meta.count, meta.licence, meta.added_at) == ({"gambling": 10, "games": 5}, 15, "MIT", AT)
    assert (tmp_path / "ours" / meta.hash[:12] / "games.txt").read_text().split()[0] == "games0.example"


def test_a_list_that_lost_more_than_a_fifth_waits_for_somebody_to_say_that_it_is_meant(tmp_path: Path) -> None:
    add(tmp_path, gambling=100)
    add(tmp_path, gambling=80)
    with pytest.raises(Shrunk, match="had 80 entries and now has 63, 21 % less"):
        add(tmp_path, gambling=63)
    kept = get_list(tmp_path, "ours")
    assert kept is not None
    assert kept.count == 80
    assert add(tmp_path, gambling=63, force=True).count == 63


def test_an_empty_list_or_category_waits_too(tmp_path: Path) -> None:
    with pytest.raises(Shrunk, match="Nothing in"):
        add(tmp_path, gambling=0)
    add(tmp_path, gambling=100, games=1)
    with pytest.raises(Shrunk, match="nothing left of: games"):
        add(tmp_path, gambling=100, games=0)
    assert add(tmp_path, gambling=100, games=0, force=True).categories == {"gambling": 100}
    assert add(tmp_path, gambling=0, force=True).count == 0


def test_the_newer_state_of_a_list_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    add(tmp_path, gambling=10)
    assert categories_of(tmp_path, "gambling9.example") == {"gambling"}
    add(tmp_path, gambling=9)
    assert categories_of(tmp_path, "gambling9.example") == set()
    assert len([path for path in (tmp_path / "ours").iterdir() if path.is_dir()]) == 1


def test_the_librarys_own_list_is_always_there_and_cannot_be_replaced(tmp_path: Path) -> None:
    assert categories_of(tmp_path, "www.bet365.com") == {"gambling"}
    with pytest.raises(BadList, match="starter"):
        add(tmp_path, "starter", gambling=1)


@pytest.mark.parametrize("name", ["", "Ours", "../ours", "a/b", ".hidden"])
def test_a_name_that_cannot_be_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadList):
        add(tmp_path, name, gambling=1)


def test_lists_are_compiled_only_when_one_has_changed(tmp_path: Path) -> None:
    add(tmp_path, gambling=10)
    first = compile_lists(tmp_path).read_bytes()
    assert compile_lists(tmp_path).read_bytes() == first
    before = lists_hash(tmp_path)
    add(tmp_path, "more", games=1)
    assert lists_hash(tmp_path) != before
    assert compile_lists(tmp_path).read_bytes() != first
    assert [meta.name for meta in all_lists(tmp_path)] == ["more", "ours"]


def test_a_damaged_index_is_made_anew(tmp_path: Path) -> None:
    compile_lists(tmp_path)
    (tmp_path / INDEX).write_bytes(b"damaged")
    assert categories_of(tmp_path, "bet365.com") == {"gambling"}


def test_a_damaged_list_is_named_and_not_left_out_in_silence(tmp_path: Path) -> None:
    meta = add(tmp_path, gambling=10)
    path = tmp_path / "ours" / meta.hash[:12] / "gambling.txt"
    path.write_text("gambling0.example\n")
    with pytest.raises(BadList, match="Add it again"):
        compile_lists(tmp_path)
    path.unlink()
    with pytest.raises(BadList, match="Add it again"):
        compile_lists(tmp_path)


def test_it_makes_no_difference_in_which_order_lists_were_added(tmp_path: Path) -> None:
    for folder, names in ((tmp_path / "one", ("a", "b")), (tmp_path / "two", ("b", "a"))):
        for name in names:
            add(folder, name, gambling=5 if name == "a" else 7)
    assert lists_hash(tmp_path / "one") == lists_hash(tmp_path / "two")


def test_bad_lines_are_shown_up_to_ten_and_counted(tmp_path: Path) -> None:
    bad = [BadLine("games/domains", number, "x", "It has no dot.") for number in range(1, 13)]
    shown = list(describe_bad(Reading(bad=12, bad_lines=bad)))
    assert shown[0] == "games/domains:1: It has no dot."
    assert (len(shown), shown[-1]) == (11, "… and 2 more bad lines")


def test_a_category_is_described_in_the_words_people_read() -> None:
    index = make_index({"drogue": ["x.example"], "our_own-thing": ["y.example"]})
    assert [tuple(category) for category in index.categories] == [
        ("drogue", "drugs", "Drugs"),
        ("our_own-thing", "", "Our own thing"),
    ]
