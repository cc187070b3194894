"""Names in what a child types, the hour that is kept, receipts, and words that their readers can read."""

from datetime import UTC, datetime, timedelta
from math import log2

import pytest

from tests.web.help.readability import grade, longest_sentence
from tutela.web.worries import pages, receipts, rules
from tutela.web.worries.untraced import strip

HARDEST = {
    "5-7": (2.0, 12),
    "7-11": (4.0, 20),
    "11-16": (7.0, 30),
    "adult": (8.5, 32),
    "parents": (8.5, 32),
    "visitors": (8.5, 32),
    "easy-read": (3.0, 14),
}
"""The grade and the words in a sentence that each version stays below."""


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Mrs Shah from science and Ben", ["Mrs Shah", "Ben"]),
        ("Ben, Amir & Zoë O’Neill", ["Ben", "Amir", "Zoë O’Neill"]),
        ("ben\nBen\n ben. ", ["ben"]),
        ("my coach Mr O’Hara-Smith at football", ["Mr O’Hara-Smith"]),
        ("I think it was dr.  Who!", ["dr. Who"]),
        ("", []),
        (" , and ", []),
    ],
)
def test_names_are_found_in_what_was_typed(typed: str, names: list[str]) -> None:
    assert rules.names_in(typed) == names


def test_people_are_found_in_an_account_by_their_family_name() -> None:
    readers = ["Dana Shah", "Hana Novak", "Li Wu"]
    assert rules.mentions("I told mrs  shah and Novak saw it", readers) == ["mrs shah", "Novak"]
    assert rules.mentions("Shahid took my bag, who knows why. Wu!", readers) == []


def test_many_names_are_the_first_eight_and_none_is_endless() -> None:
    assert len(rules.names_in(",".join(f"N{number}" for number in range(30)))) == 8
    assert len(rules.names_in("x" * 500)[0]) == 120


def test_a_role_stands_for_whoever_holds_it() -> None:
    assert rules.roles_in("the Head Teacher shouted") == ["head"]
    assert rules.roles_in("the safeguarding lead") == ["dsl"]
    assert rules.roles_in("Ben hit my head") == []


def test_only_the_hour_is_kept_and_the_end_tells_no_beginning() -> None:
    at = datetime(2026, 11, 22, 10, 31, 5, 17, tzinfo=UTC)
    assert rules.to_the_hour(at) == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert (
        rules.kept_until(at) == rules.kept_until(at + timedelta(minutes=20)) == datetime(2026, 11, 22, 12, tzinfo=UTC)
    )


def test_six_words_of_the_list_hold_at_least_66_bits() -> None:
    words = receipts.list_words()
    assert len(set(words)) == len(words) >= 2048
    assert receipts.WORDS * log2(len(words)) >= 66
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 8 for word in words)
    known = set(words)
    assert not [word for word in words if f"{word}s" in known]
    assert len({receipts.draw() for _ in range(200)}) == 200


def test_a_receipt_is_kept_as_a_hash_of_its_school() -> None:
    words = receipts.draw()
    assert receipts.hash_words(words, 1) == receipts.hash_words(list(words), 1) != receipts.hash_words(words, 2)
    assert len(receipts.hash_words(words, 1)) == 32


@pytest.mark.requirement("S0.30")
@pytest.mark.parametrize("version", pages.list_versions(), ids=lambda one: one.key)
def test_each_version_is_no_harder_than_its_readers_can_read(version: pages.Version) -> None:
    hardest, longest = HARDEST[version.key]
    known = version.signed_in
    said = [version.lead, version.young, *version.limits, *version.next, known.lead, *known.limits, *known.next]
    for question in pages.QUESTIONS:
        asked = version.asked(question)
        assert asked.ask, question
        said += [one for one in (asked.ask, asked.hint) if one]
    said = [one for one in said if one]
    assert round(grade(said), 1) <= hardest, grade(said)
    assert longest_sentence(said) <= longest
    assert all((version.limits, version.next, known.limits, known.next))


@pytest.mark.parametrize("version", pages.list_versions(), ids=lambda one: one.key)
def test_every_version_has_words_for_every_answer(version: pages.Version) -> None:
    assert set(version.danger.answers) == {"yes", "no", "unsure"}
    assert set(version.who.answers) == {"me", "other", "unsure"}
    assert set(version.place.answers) == {"online", "offline", "both"}
    assert set(version.asks_name.answers) == {"yes", "no"}
    assert all((version.who.names, version.place.where, version.asks_name.named))
    assert pages.list_lines(version, "england")[0].phone == "999"


@pytest.mark.requirement("S0.30")
def test_easy_read_has_a_picture_for_each_question() -> None:
    from django.contrib.staticfiles import finders

    easy = pages.get_version("easy-read")
    assert easy is not None
    assert easy.pictures
    assert all(finders.find(f"worries/{question}.svg") for question in pages.QUESTIONS)


def test_a_request_arrives_without_a_trace_of_who_sends_it() -> None:
    meta = {
        "REMOTE_ADDR": "10.1.2.3",
        "HTTP_USER_AGENT": "Tablet",
        "HTTP_X_FORWARDED_FOR": "10.1.2.3",
        "HTTP_SEC_CH_UA_MODEL": "Tablet",
        "HTTP_REFERER": "https://tutela.example/concerns/1/?q=x",
        "HTTP_COOKIE": "session=abc; csrf=def; worry=ghi; other=1",
        "HTTP_HOST": "tutela.example",
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/tell-us/",
        "wsgi.url_scheme": "https",
    }
    strip(meta)
    assert meta == {
        "HTTP_REFERER": "https://tutela.example/",
        "HTTP_COOKIE": "csrf=def; worry=ghi",
        "HTTP_HOST": "tutela.example",
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/tell-us/",
        "wsgi.url_scheme": "https",
    }
