"""Sliding counts and typing: what is remembered, for how long, and how little."""

import datetime as dt

from tutela.detection.window import Typing, Window

START = dt.datetime(2026, 1, 12, 9, 30, tzinfo=dt.UTC)


def at(seconds: int) -> dt.datetime:
    return START + dt.timedelta(seconds=seconds)


def window(limit: int = 3, *, distinct: bool = False) -> Window:
    return Window(limit=limit, span=dt.timedelta(seconds=60), distinct=distinct)


def test_the_third_within_a_minute_speaks() -> None:
    seen = window()
    assert [seen.add("leo", at(s)) for s in (0, 20, 59)] == [False, False, True]


def test_a_whole_minute_apart_is_too_far() -> None:
    seen = window()
    assert [seen.add("leo", at(s)) for s in (0, 30, 60, 90)] == [False, False, False, False]


def test_two_people_are_counted_apart() -> None:
    seen = window(2)
    assert [seen.add(who, at(0)) for who in ("leo", "mia", "leo")] == [False, False, True]


def test_somebody_who_goes_on_is_mentioned_once_in_each_span() -> None:
    seen = window()
    spoke = [s for s in range(0, 180, 5) if seen.add("leo", at(s))]
    assert spoke == [10, 70, 130]


def test_a_late_event_counts_where_it_belongs() -> None:
    seen = window()
    assert not seen.add("leo", at(0))
    assert not seen.add("leo", at(40))
    assert seen.add("leo", at(20))


def test_the_same_value_again_is_not_a_different_one() -> None:
    seen = window(distinct=True)
    assert [seen.add("leo", at(s), v) for s, v in ((0, "a"), (1, "a"), (2, "b"), (3, "c"))] == [
        False,
        False,
        False,
        True,
    ]


def test_a_runaway_page_takes_no_more_memory_than_the_limit() -> None:
    seen = window(11)
    for number in range(10_000):
        seen.add("leo", START + dt.timedelta(milliseconds=number))
    assert len(seen._seen["leo"]) == 11


def test_what_is_too_old_to_matter_is_forgotten() -> None:
    seen, typing = window(), Typing()
    seen.add("leo", at(0))
    typing.goes_on("leo", at(0), "a")
    seen.forget(at(61))
    typing.forget(at(61))
    assert not seen._seen
    assert not typing._last


def test_typing_on_is_one_search_but_another_search_is_not() -> None:
    typing = Typing()
    assert not typing.goes_on("leo", at(0), "i want to di")
    assert typing.goes_on("leo", at(3), "i want to die")
    assert typing.goes_on("leo", at(12), "i want to die now")
    assert not typing.goes_on("leo", at(14), "how to die")
    assert not typing.goes_on("leo", at(40), "how to die")
    assert not typing.goes_on("mia", at(40), "how to die")
