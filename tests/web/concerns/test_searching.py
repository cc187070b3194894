"""Dana finds again what was written, in what she may read and nowhere else; nothing is kept to search in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT, a_case, a_concern, named, somebody, version_of
from tutela.web.concerns import operations, queries
from tutela.web.concerns.rules.searching import simplify, snippet, words_asked
from tutela.web.core.models import AuditEntry
from tutela.web.establishments.models import Person

LATER = AT + timedelta(days=1)


def found_by(person: Person, asked: str) -> list[tuple[str, str]]:
    read = queries.search(actor=cast.acting(person, at=LATER), asked=asked, at=LATER)
    return [(hit.kind, hit.where) for hit in read.found]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Bridge  RIVER", ("bridge", "river")),
        ('the "old mill" a', ("the", "old mill")),
        ("“old  mill ”", ("old mill",)),
        ("Chloë Świątek", ("chloe", "swiatek")),
        ("a ' \" -", ()),
        ("", ()),
        ("twice twice", ("twice",)),
    ],
)
def test_a_search_is_words_that_all_have_to_be_there(asked: str, words: tuple[str, ...]) -> None:
    assert words_asked(asked) == words


def test_what_is_shown_around_it_is_as_it_was_written() -> None:
    text = "He said he had been near the old\nmill with Zoë Straße-Müller, twice, and would not say what for."
    assert snippet(text, simplify("OLD MILL")) == (
        "He said he had been near the ",
        "old mill",
        snippet(text, "old mill").after,
    )
    assert snippet(text, "strasse-m").found == "Straße-M"
    assert snippet(text, "zoe").found == "Zoë"
    assert snippet(text, "nowhere") is None
    long = "x " * 100 + "needle" + " y" * 100
    before, found, after = snippet(long, "needle")
    assert (before[0], found, after[-1]) == ("…", "needle", "…")
    assert len(before) == len(after) == 61


def test_dana_finds_a_word_wherever_it_was_written() -> None:
    concern = a_concern(somebody(cast.leo()), named("Zoë of the skate park"), what_happened="He waits by the old mill.")
    case = a_case(concern)
    operations.add_entry(
        actor=cast.acting(cast.dana()), case_id=case.pk, version=version_of(case.pk), kind="note", happened_at=AT,
        place="offline", words="His mother knows the weir.", at=AT + timedelta(hours=1),
    )  # fmt: skip
    assert found_by(cast.dana(), "OLD mill") == [("concern", "told")]
    assert found_by(cast.dana(), "weir mother") == [("case", "entry")]
    assert found_by(cast.dana(), "zoe") == [("concern", "name")]
    assert ("concern", "name") in found_by(cast.dana(), "marsh")
    assert found_by(cast.dana(), "mill weir") == []


@pytest.mark.requirement("S3.19")
def test_nobody_finds_or_counts_what_they_may_not_read() -> None:
    a_concern(somebody(cast.leo()), what_happened="He waits by the old mill.")
    a_concern(somebody(cast.dev(), "alleged"), what_happened="Dev waits by the old mill.")
    a_concern(somebody(cast.nia()), by=cast.eli(), what_happened="Nia waits by the old mill.")
    counts = {
        make.__name__: queries.search(actor=cast.acting(make(), at=LATER), asked="old mill", at=LATER).count
        for make in (cast.dana, cast.dev, cast.eli, cast.tom, cast.gwen, cast.ivy, cast.hana)
    }
    assert counts == {"dana": 2, "dev": 1, "eli": 1, "tom": 0, "gwen": 0, "ivy": 0, "hana": 0}


def test_the_record_says_that_dana_searched_and_what_she_was_shown_but_not_for_what() -> None:
    concern = a_concern(somebody(cast.leo()), what_happened="He waits by the old mill.")
    found_by(cast.dana(), "old mill")
    entries = AuditEntry.objects.filter(action__in=("concern.search", "concern.found")).order_by("seq")
    assert [entry.action for entry in entries] == ["concern.search", "concern.found"]
    assert not any("mill" in entry.details for entry in entries)
    _, readers = queries.list_concern_readers(actor=cast.acting(cast.dev()), concern_id=concern.pk, at=LATER)
    assert "Dana Shah" in [reader.name for reader in readers]


def test_dana_searches_on_the_page_and_the_address_tells_nothing(sign_in: Callable[..., Client]) -> None:
    a_concern(somebody(cast.leo()), what_happened="He waits by <b>the old mill</b>.")
    browser = sign_in(cast.dana())
    empty = browser.post("/concerns/search/", {"words": "a"})
    assert "Enter a word of at least two letters" in empty.content.decode()
    page = browser.post("/concerns/search/", {"words": "the OLD"})
    assert page.status_code == 200
    assert "<mark>the</mark> old mill&lt;/b&gt;" in page.content.decode()
    assert "Nothing was found" in browser.post("/concerns/search/", {"words": "weir"}).content.decode()
    assert sign_in(cast.tom()).get("/concerns/search/").status_code == 404


def test_a_search_that_finds_much_says_how_to_find_less(sign_in: Callable[..., Client]) -> None:
    for _ in range(22):
        a_concern(somebody(cast.leo()), what_happened="He waits by the old mill.")
    page = sign_in(cast.dana()).post("/concerns/search/", {"words": "mill"}).content.decode()
    assert "22 found" in page
    assert "The newest 20 are shown" in page
    assert page.count("<mark>") == 20
