"""What ships with Tutela is whole, sourced and says the same everywhere; a mistake in a file names its line."""

from pathlib import Path

import pytest

from tutela.filtering.address import normal_host
from tutela.filtering.defaults import (
    STARTER_CANARY,
    KnownCategory,
    always_open,
    categories,
    category,
    default_actions,
    starter_lists,
)
from tutela.library.read import BadLibraryFile, Sourced, content_hash, read


def test_well_known_sites_in_many_categories_are_listed() -> None:
    lists = starter_lists()
    assert len(lists) >= 12
    assert sum(len(hosts) for name, hosts in lists.items() if name != "canary") > 400
    for name, hosts in lists.items():
        known = category(name)
        assert known is not None
        assert known.key == name
        assert [normal_host(host) for host in hosts] == list(hosts)
        assert list(hosts) == sorted(set(hosts))
    assert lists["canary"] == (STARTER_CANARY,)


def test_no_name_means_two_categories() -> None:
    names = [name for one in categories() for name in (one.key, *one.also_called)]
    assert len(names) == len(set(names))


def test_every_blocked_category_says_why_in_words_for_every_age() -> None:
    for one in categories():
        assert one.why or one.blocked_at == 6
        for band in ("5-7", "7-11", "11-16", "16-plus", "adult"):
            assert one.why_for(band).endswith((".", "”"))


@pytest.mark.requirement("S0.14")
def test_what_the_law_forbids_is_locked_and_no_entry_of_it_is_shipped() -> None:
    locked = {one.key for one in categories() if one.locked}
    assert {"illegal", "illegal-terrorism"} <= locked
    assert not {"illegal", "illegal-terrorism"} & set(starter_lists())


def test_the_younger_the_group_the_less_is_open() -> None:
    before: set[str] = set()
    for strictness in range(1, 6):
        blocked = {name for name, action in default_actions(strictness).items() if action == "block"}
        assert before < blocked
        before = blocked


def test_places_to_get_help_and_to_report_leave_no_trace() -> None:
    hosts = {one.host: one for one in always_open()}
    for host in (
        "childline.org.uk", "samaritans.org", "nspcc.org.uk", "ceop.police.uk", "report.iwf.org.uk", "giveusashout.org",
        "papyrus-uk.org", "themix.org.uk", "kooth.com", "runawayhelpline.org.uk", "reportharmfulcontent.com",
        "act.campaign.gov.uk", "111.nhs.uk", "refuge.org.uk", "galop.org.uk", "youngminds.org.uk", "talktofrank.com",
        "beateatingdisorders.org.uk", "mind.org.uk",
    ):  # fmt: skip
        assert hosts[host].record is False
    assert all(not one.record for one in always_open() if one.kind == "help")
    assert hosts["bbc.co.uk"].record
    assert [normal_host(host) for host in hosts] == list(hosts)
    listed = {host for entries in starter_lists().values() for host in entries}
    assert not listed & set(hosts)


class Shelf(Sourced, frozen=True):
    categories: tuple[KnownCategory, ...]


GOOD = """source: us
licence: MIT
categories:
  - key: a
    title: A
    four_c: content
    blocked_at: 1
"""


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (GOOD.replace("blocked_at: 1", "blocked_at: one"), 7, "Expected `int`"),
        (GOOD.replace("four_c: content", "four_c: weather"), 6, "Invalid enum value"),
        (GOOD + "    colour: green\n", 4, "colour"),
        (GOOD.replace("    title: A\n", ""), 4, "title"),
        (GOOD.replace("licence: MIT\n", ""), 1, "licence"),
        (GOOD + "    title: B\n", 8, "stands twice"),
        (GOOD + "   wrong: indent\n", 8, "expected"),
        ("", 1, "Expected `object`"),
        ("- a\n", 1, "Expected `object`"),
        ("a: [\n", 2, "did not find"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_file_and_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    path = tmp_path / "shelf.yaml"
    path.write_text(text)
    with pytest.raises(BadLibraryFile, match=problem) as caught:
        read(path, Shelf)
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_a_file_is_read_once_for_each_content(tmp_path: Path) -> None:
    path = tmp_path / "shelf.yaml"
    path.write_text(GOOD)
    first, before = read(path, Shelf), content_hash(path)
    assert read(path, Shelf) is first
    path.write_text(GOOD.replace("title: A", "title: B"))
    assert read(path, Shelf).categories[0].title == "B"
    assert content_hash(path) != before


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadLibraryFile, match=r"nothing\.yaml: No such file"):
        read(tmp_path / "nothing.yaml", Shelf)
