"""Every part shows what it knows of itself, without anybody typing it."""

from datetime import UTC, datetime, timedelta

from tests import cast
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.routing import may_open
from tutela.web.evidence import queries
from tutela.web.project import tasks

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def known(at: datetime = AT) -> dict[str, float]:
    """The figures of Oakfield by kind."""
    actor = SystemActor("look", cast.oakfield().pk)
    with acting_as(actor):
        current = queries.list_current(actor, cast.oakfield().pk, at)
    return {name: one.figure.value for name, one in current.items() if one.figure}


def test_a_school_that_just_began_knows_that_nobody_is_named() -> None:
    cast.oakfield()
    tasks.publish_evidence(AT)
    figures = known()
    assert (figures["contacts.named"], figures["contacts.prevent"], figures["monitoring.signed-off"]) == (0, 0, 0)
    assert "filters.canaries" not in figures


def test_naming_dana_changes_the_figure_by_itself() -> None:
    cast.oakfield()
    tasks.publish_evidence(AT)
    cast.name_contact()
    tasks.publish_evidence(AT + timedelta(hours=1))
    assert known(AT + timedelta(hours=2))["contacts.named"] == 1


def test_accounts_that_read_about_people_are_counted_with_their_second_factor() -> None:
    cast.dana(), cast.hana(), cast.tom()
    tasks.publish_evidence(AT)
    assert 0 <= known()["accounts.second-factor"] <= 100


def test_a_leaver_whose_account_is_open_shows() -> None:
    sue = cast.sue()
    sue.left_on = (AT - timedelta(days=30)).date()
    sue.save()
    tasks.publish_evidence(AT)
    assert known()["accounts.leavers-closed"] == 0


def test_where_a_figure_comes_from_is_an_address_that_exists() -> None:
    dana = cast.acting(cast.dana())
    cast.name_contact()
    tasks.publish_evidence(AT)
    actor = SystemActor("look", cast.oakfield().pk)
    with acting_as(actor):
        current = queries.list_current(actor, cast.oakfield().pk, AT)
    addresses = {one.figure.address for one in current.values() if one.figure}
    assert addresses
    assert all(may_open(SystemActor("all"), address) for address in addresses)
    assert may_open(dana, "/contacts/")
    assert not may_open(cast.acting(cast.gwen()), "/contacts/")
    assert not may_open(dana, "/there/is/no/such/page/")
