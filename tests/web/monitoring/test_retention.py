"""How long records are kept: proposed by the library, decided by a named person, and only then acted on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from tests import cast
from tutela.events.event import Event
from tutela.events.store import Store, connect
from tutela.settings import Settings, load
from tutela.web.core.models import AuditEntry
from tutela.web.monitoring import retention, tasks

SignIn = Callable[..., Client]
PAGE = "/records/kept/"
NOW = datetime.now(UTC)
AS_PROPOSED = {"events": "365", "matches": "365", "records": "730"}


@pytest.fixture
def store(tutela: Settings, settings: object) -> Store:
    """Records of Leo: of today, of a month and a half ago, and of two years ago."""
    cast.oakfield()
    cache.clear()
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    store = connect(settings.TUTELA)
    ages = (0, 45, 730)
    store.insert(
        [
            Event(time=NOW - timedelta(days=age), site_id=1, source_id="s", seq=seq, user="pleo")
            for seq, age in enumerate(ages, start=1)
        ],
        "s:1",
    )
    return store


def kept_days(store: Store) -> list[int]:
    """How old the records are that are there, in days."""
    return sorted((NOW - row["time"]).days for row in store.tables["events"])


def test_hana_reads_what_is_proposed_and_why(sign_in: SignIn, store: Store) -> None:
    page = sign_in(cast.hana()).get(PAGE).content.decode()
    assert "No law names a period" in page
    assert "Proposed: 365 days" in page
    assert "Not decided" in page


def test_nothing_is_dropped_until_hana_has_confirmed_and_then_her_name_stands_with_it(
    sign_in: SignIn, store: Store
) -> None:
    tasks.drop_old_records(NOW)
    assert kept_days(store) == [0, 45, 730]
    assert sign_in(cast.hana()).post(PAGE, AS_PROPOSED).status_code == 302
    tasks.drop_old_records(NOW + timedelta(days=1))
    assert kept_days(store) == [0, 45]
    page = sign_in(cast.hana()).get(PAGE).content.decode()
    assert "Decided by Hana Novak, Oakfield Academy" in page
    assert "Not decided" not in page


def test_a_choice_and_every_drop_are_audited(sign_in: SignIn, store: Store) -> None:
    sign_in(cast.dana()).post(PAGE, AS_PROPOSED | {"events": "40"})
    tasks.drop_old_records(NOW + timedelta(days=1))
    chosen = AuditEntry.objects.filter(action="retention.choose", object="retention:events").get()
    assert '"days":40' in chosen.details.replace(" ", "")
    assert AuditEntry.objects.filter(action="retention.drop").count() == 2


def test_what_is_due_is_dropped_once_a_day_and_again_the_next(sign_in: SignIn, store: Store) -> None:
    sign_in(cast.hana()).post(PAGE, AS_PROPOSED)
    tasks.drop_old_records(NOW)
    assert kept_days(store) == [0, 45]
    sign_in(cast.hana()).post(PAGE, AS_PROPOSED | {"events": "40"})
    tasks.drop_old_records(NOW)
    assert kept_days(store) == [0, 45]
    tasks.drop_old_records(NOW + timedelta(days=1))
    assert kept_days(store) == [0]


def test_confirming_again_without_a_change_leaves_the_first_name(sign_in: SignIn, store: Store) -> None:
    sign_in(cast.hana()).post(PAGE, AS_PROPOSED)
    sign_in(cast.dana()).post(PAGE, AS_PROPOSED | {"records": "800"})
    by = {one.kind: one.chosen_by for one in retention.list_kept()}
    assert by["events"] == "Hana Novak, Oakfield Academy"
    assert by["records"] == "Dana Shah, Oakfield Academy"


@pytest.mark.parametrize("days", ["0", "29", "-1", "99999", "a year", ""])
def test_a_number_that_cannot_be_meant_is_refused(sign_in: SignIn, store: Store, days: str) -> None:
    page = sign_in(cast.hana()).post(PAGE, AS_PROPOSED | {"events": days})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert retention.list_kept()[0].days is None


def test_eli_cannot_shorten_what_another_school_relies_on(sign_in: SignIn, store: Store) -> None:
    sign_in(cast.hana()).post(PAGE, AS_PROPOSED | {"events": "400"})
    page = sign_in(cast.eli()).post(PAGE, AS_PROPOSED).content.decode()
    assert "Enter 400 days or more for requests of people and devices" in page
    with pytest.raises(retention.TooShort):
        retention.choose(actor=cast.acting(cast.eli()), at=NOW, kind="events", days=365)


def test_while_the_store_is_away_the_page_says_so_and_nothing_is_written(sign_in: SignIn) -> None:
    browser = sign_in(cast.hana())
    assert "does not answer now" in browser.get(PAGE).content.decode()
    assert "does not answer now" in browser.post(PAGE, AS_PROPOSED).content.decode()
    tasks.drop_old_records(NOW)
    assert not AuditEntry.objects.filter(action__startswith="retention.").exists()


def test_whoever_only_looks_after_the_filter_decides_nothing_here(sign_in: SignIn, store: Store) -> None:
    for person in (cast.ivy(), cast.dev(), cast.gwen(), cast.tom()):
        assert sign_in(person).get(PAGE).status_code == 404
