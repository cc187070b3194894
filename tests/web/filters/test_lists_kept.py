"""Lists that are kept up to date: fetched in time, shown before they count, put in force by somebody with a name."""

import time as clock
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from tests import cast
from tests.web.monitoring import matches
from tutela.events.store import connect
from tutela.filtering.drafts import activate_draft, keep_draft
from tutela.filtering.index import open_index
from tutela.filtering.lists import INDEX, add_list, compile_lists, get_list, remove_list
from tutela.filtering.sources import read_source
from tutela.settings import Settings
from tutela.web.core.models import AuditEntry
from tutela.web.filters import operations, rules
from tutela.web.filters.keeping import Keeper
from tutela.web.filters.models import ListSource, ListUpdate, Publication

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
STATES = ListUpdate.State


def write(folder: Path, **categories: list[str]) -> Path:
    for name, hosts in categories.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "domains").write_text("".join(f"{host}\n" for host in hosts))
    return folder


def bets(count: int) -> list[str]:
    return [f"bet{number}.example" for number in range(count)]


def add(place: Path | str, **changed: object) -> ListSource:
    described = {"name": "ours", "place": str(place), "licence": "CC BY-SA 4.0", "every": "day"} | changed
    return operations.add_source(actor=cast.acting(cast.ivy()), at=AT, establishment=cast.oakfield(), **described)


def work(keeper: Keeper, at: datetime = AT, seconds: float = 90) -> None:
    """Let the worker tick until nothing is left to do."""
    ends = clock.monotonic() + seconds
    while clock.monotonic() < ends:
        keeper.turn(at)
        if not keeper.is_busy:
            return
        clock.sleep(0.05)
    raise AssertionError("the work on lists does not end")


def newest() -> ListUpdate:
    return ListUpdate._base_manager.order_by("-found_at").first()


@pytest.mark.requirement("S0.14")
def test_a_new_list_is_fetched_at_once_waits_and_is_in_force_when_dana_says_so(
    tmp_path: Path, store: Settings, keeper: Keeper
) -> None:
    source = add(write(tmp_path / "list", gambling=[*bets(30), "bad line here"], games=["play.example"]))
    work(keeper)
    source.refresh_from_db()
    update = newest()
    assert (source.fault, source.fetched_at, source.changed_at) == ("", AT, AT)
    assert (update.state, update.new, update.bad) == (STATES.WAITING, {"gambling": 30, "games": 1}, 1)
    assert "gambling/domains:31" in update.bad_lines[0]
    assert get_list(store.lists, "ours") is None
    operations.decide_update(actor=cast.acting(cast.dana()), at=AT, pk=update.pk, activate=True)
    work(keeper)
    update.refresh_from_db()
    assert (update.state, update.decided_by) == (STATES.ACTIVE, cast.dana())
    index = open_index(store.lists / INDEX)
    assert index.find("bet7.example")
    publication = Publication._base_manager.get(establishment=cast.oakfield())
    assert publication.wanted > publication.done
    kinds = AuditEntry.objects.values_list("action", flat=True)
    assert {"filter-list.add", "filter-list.activate", "filter-list.in-force"} <= set(kinds)


def test_a_newer_state_says_which_sites_people_use_would_change(
    tmp_path: Path, store: Settings, keeper: Keeper
) -> None:
    now = datetime.now(UTC)
    events = connect(store)
    match = matches.a_match(cast.leo(), "x", 0, seq=1)
    asked = ["www.maths.example"] * 3 + ["bbc.co.uk"] * 9
    events.insert(
        [
            matches.event_of(match, 100 + number, time=now - timedelta(days=2, minutes=number), host=host, path="/")
            for number, host in enumerate(asked)
        ],
        "events",
    )
    operations.begin(actor=cast.acting(cast.ivy()), at=AT, establishment=cast.oakfield())
    add(write(tmp_path / "list", gambling=["maths.example"]))
    work(keeper, now)
    update = newest()
    assert update.hosts_asked == 2
    (effect,) = update.effects
    assert (effect["host"], effect["becomes"], effect["times"]) == ("www.maths.example", "block", 3)
    assert effect["because"] == "gambling"
    assert "Years 7 to 11" in effect["groups"]
    assert cast.leo().pseudonym not in str(update.effects)


def test_a_trusted_list_goes_in_force_by_itself_unless_it_has_shrunk(
    tmp_path: Path, store: Settings, keeper: Keeper
) -> None:
    folder = write(tmp_path / "list", gambling=bets(50))
    add(folder, is_trusted=True)
    work(keeper)
    assert (newest().state, newest().decided_by) == (STATES.ACTIVE, None)
    write(folder, gambling=bets(20))
    tomorrow = AT + timedelta(days=1)
    work(keeper, tomorrow)
    assert newest().state == STATES.WAITING
    assert "60 % less" in newest().needs_person
    assert get_list(store.lists, "ours").count == 50
    write(folder, gambling=bets(51))
    work(keeper, tomorrow + timedelta(days=1))
    states = ListUpdate._base_manager.order_by("found_at").values_list("state", flat=True)
    assert list(states) == [STATES.ACTIVE, STATES.OVERTAKEN, STATES.ACTIVE]
    assert get_list(store.lists, "ours").count == 51


def test_what_was_discarded_is_not_shown_again_until_somebody_asks(
    tmp_path: Path, store: Settings, keeper: Keeper
) -> None:
    source = add(write(tmp_path / "list", gambling=bets(5)))
    work(keeper)
    operations.decide_update(actor=cast.acting(cast.dana()), at=AT, pk=newest().pk, activate=False)
    work(keeper, AT + timedelta(days=1))
    assert ListUpdate._base_manager.count() == 1
    operations.want_fetch(actor=cast.acting(cast.ivy()), at=AT, pk=source.pk)
    work(keeper, AT + timedelta(days=1))
    assert [newest().state, ListUpdate._base_manager.count()] == [STATES.WAITING, 2]


def test_two_people_cannot_decide_about_the_same_state(tmp_path: Path, store: Settings, keeper: Keeper) -> None:
    add(write(tmp_path / "list", gambling=bets(5)))
    work(keeper)
    pk = newest().pk
    operations.decide_update(actor=cast.acting(cast.dana()), at=AT, pk=pk, activate=True)
    with pytest.raises(operations.NotWaiting):
        operations.decide_update(actor=cast.acting(cast.ivy()), at=AT, pk=pk, activate=False)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("/nowhere/at/all", "cannot be read"),
        ("/dev/zero", "neither a file nor a folder"),
        ("https://127.0.0.1/list.txt", "private network"),
        ("https://localhost/list.txt", "private network"),
        ("https://lists.invalid/list.txt", "cannot be found"),
    ],
)
def test_a_source_that_cannot_be_fetched_says_why_and_is_tried_again_after_an_hour(
    store: Settings, keeper: Keeper, place: str, words: str
) -> None:
    source = add(place, category="gambling")
    work(keeper)
    source.refresh_from_db()
    assert words in source.fault
    assert (source.fetched_at, source.tried_at) == (None, AT)
    keeper.turn(AT + timedelta(minutes=59))
    assert keeper.running is None
    keeper.turn(AT + timedelta(minutes=61))
    assert keeper.running is not None


def test_a_file_that_does_not_say_what_it_lists_asks_for_a_category(
    tmp_path: Path, store: Settings, keeper: Keeper
) -> None:
    (tmp_path / "list.txt").write_text("bet.example\n")
    source = add(tmp_path / "list.txt")
    work(keeper)
    source.refresh_from_db()
    assert "does not say what it lists. Choose one" in source.fault


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "Our List"}, "name"),
        ({"name": "starter"}, "name"),
        ({"place": "http://lists.example/x"}, "place"),
        ({"place": "lists/ut1"}, "place"),
        ({"licence": " "}, "licence"),
    ],
)
def test_a_source_that_cannot_be_kept_is_refused_at_its_question(store: Settings, changed, field: str) -> None:
    with pytest.raises(operations.BadSource) as refused:
        add(**({"place": "/srv/lists"} | changed))
    assert refused.value.field == field


def test_a_name_is_given_once_in_the_whole_installation(store: Settings) -> None:
    add("/srv/a")
    with pytest.raises(operations.BadSource, match="is taken on this server"):
        operations.add_source(
            actor=cast.acting(cast.eli()), at=AT, establishment=cast.elm_park(), name="ours", place="/b", licence="MIT"
        )


def test_a_list_that_is_not_used_any_more_is_taken_out_of_force(
    tmp_path: Path, store: Settings, keeper: Keeper
) -> None:
    source = add(write(tmp_path / "list", gambling=bets(5)), is_trusted=True)
    work(keeper)
    assert open_index(store.lists / INDEX).find("bet1.example")
    operations.end_source(actor=cast.acting(cast.ivy()), at=AT, pk=source.pk)
    work(keeper)
    assert open_index(store.lists / INDEX).find("bet1.example") == 0
    assert get_list(store.lists, "ours") is None
    assert ListSource._base_manager.get().wanted_at is None


def test_no_list_is_read_from_our_own_records_or_keys_whatever_the_path_says(
    tmp_path: Path, store: Settings, keeper: Keeper
) -> None:
    secret = store.data / "log" / "people"
    secret.write_text("leo-searched-for-this\n")
    link = tmp_path / "link"
    link.symlink_to(store.data)
    for place in (
        secret,
        store.data,
        store.keys,
        link / "log" / "people",
        tmp_path / "x" / ".." / "data",
        "/proc/self",
    ):
        with pytest.raises(operations.BadSource, match="no list"):
            add(place, category="games")
    later = tmp_path / "later"
    later.mkdir()
    source = add(later, category="games")
    later.rmdir()
    later.symlink_to(secret)
    work(keeper)
    source.refresh_from_db()
    assert "no list" in source.fault
    assert not ListUpdate._base_manager.exists()


def test_a_draft_that_somebody_discards_meanwhile_is_not_put_in_force(
    tmp_path: Path, store: Settings, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(write(tmp_path / "list", gambling=bets(5)))
    work(keeper)
    seen = newest()
    decided = {"actor": cast.acting(cast.dana()), "at": AT, "pk": seen.pk}
    operations.decide_update(**decided, activate=False)
    # what Ivy was shown before Dana decided
    monkeypatch.setattr("tutela.web.filters.operations.lists.get_visible", lambda *_: seen)
    with pytest.raises(operations.NotWaiting):
        operations.decide_update(**decided, activate=True)
    assert newest().state == STATES.DISCARDED


def test_the_worker_is_not_held_while_a_list_is_fetched(tmp_path: Path, store: Settings, keeper: Keeper) -> None:
    add(write(tmp_path / "list", gambling=bets(20_000)))
    keeper.turn(AT)
    assert keeper.is_busy, "the tick came back before the list was read"
    ends = clock.monotonic() + 120
    while keeper.is_busy and clock.monotonic() < ends:
        clock.sleep(0.02)
        keeper.turn(AT)
    assert newest().state == STATES.WAITING


@pytest.mark.parametrize(
    ("every", "at", "turn"),
    [
        ("day", "2026-11-23T09:00", "2026-11-23T03:00"),
        ("day", "2026-11-23T02:59", "2026-11-22T03:00"),
        ("week", "2026-11-25T09:00", "2026-11-23T03:00"),
        ("week", "2026-11-23T02:00", "2026-11-16T03:00"),
        ("day", "2026-07-01T02:30", "2026-07-01T02:00"),  # three o'clock in summer
        ("never", "2026-11-23T09:00", None),
    ],
)
def test_a_lists_turn_comes_by_the_schools_clock(every: str, at: str, turn: str | None) -> None:
    found = rules.last_turn(every, 0, time(3), "Europe/London", datetime.fromisoformat(at + "+00:00"))
    assert found == (datetime.fromisoformat(turn + "+00:00") if turn else None)


def test_a_list_is_due_once_for_each_turn() -> None:
    assert rules.is_due(AT, None, failed=False, at=AT)
    assert not rules.is_due(AT, AT, failed=False, at=AT + timedelta(hours=5))
    assert rules.is_due(AT, AT, failed=True, at=AT + timedelta(hours=1))
    assert not rules.is_due(None, None, failed=True, at=AT)


def is_blocked(store: Settings, slug: str, host: str) -> bool:
    index = open_index(compile_lists(store.lists, establishment=slug))
    return bool(index.find(host))


def test_a_list_of_one_school_filters_that_school_alone_and_no_other_sees_it(
    tmp_path: Path, store: Settings, keeper: Keeper, sign_in
) -> None:
    cast.eli()
    source = add(write(tmp_path / "list", gambling=bets(5)), is_trusted=True)
    work(keeper)
    assert is_blocked(store, "oakfield", "bet1.example")
    assert not is_blocked(store, cast.elm_park().slug, "bet1.example")
    assert not Publication._base_manager.filter(establishment=cast.elm_park(), wanted__gt=0).exists()
    eli = sign_in(cast.eli())
    assert "ours" not in eli.get("/filter/lists/").content.decode()
    assert eli.get(f"/filter/lists/{source.pk}/").status_code == 404
    assert "ours" in sign_in(cast.ivy()).get("/filter/lists/").content.decode()


def test_a_list_that_serves_all_is_changed_by_no_school_of_several(tmp_path: Path, store: Settings) -> None:
    cast.elm_park()
    shared = write(tmp_path / "list", gambling=bets(5))
    add_list(store.lists, "shared", read_source(shared), at=AT, path=str(shared))
    assert is_blocked(store, "oakfield", "bet1.example")
    assert is_blocked(store, cast.elm_park().slug, "bet1.example")
    with pytest.raises(operations.BadSource, match="is taken on this server"):
        add(shared, name="shared")


def test_indexes_that_nobody_is_filtered_by_are_let_go(tmp_path: Path, store: Settings) -> None:
    reading = read_source(write(tmp_path / "list", gambling=bets(5)))
    add_list(store.lists, "shared", reading, at=AT, path="/srv/shared")
    keep_draft(store.lists, "ours", reading, at=AT, path="/srv/ours", owner="oakfield")
    activate_draft(store.lists, "ours", at=AT)
    own, others = (compile_lists(store.lists, establishment=slug) for slug in ("oakfield", "elm-park"))
    assert own == store.lists / INDEX, "all lists there are"
    assert compile_lists(store.lists, establishment="ridgeway") == others != own
    remove_list(store.lists, "ours")
    assert compile_lists(store.lists, establishment="elm-park") == store.lists / INDEX
    assert not others.exists()
