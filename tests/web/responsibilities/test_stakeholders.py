"""The eight groups concerned: who speaks for each, when it was last heard, and what it was promised."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from tests import cast
from tutela.web.actions import queries as actions
from tutela.web.core.actor import SystemActor
from tutela.web.responsibilities import operations, queries
from tutela.web.responsibilities.models import Contact
from tutela.web.responsibilities.operations.refusals import NotThen, WithoutWords

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
SYSTEM = SystemActor("test")
SignIn = Callable[..., Client]


def heard(group: str, on: date = date(2026, 10, 1), **more: object) -> Contact:
    given = {"asked": "What should change?", "said": "Talk with us sooner."} | more
    return operations.note_contact(
        actor=cast.acting(cast.dana(), at=NOON), at=NOON, establishment=cast.oakfield(), group=group, on=on, **given
    )


@pytest.mark.requirement("S1.9")
def test_eight_groups_are_there_from_the_first_day_and_each_is_heard_for_a_year() -> None:
    cast.dana()
    assert len(queries.groups_of(cast.oakfield())) == 8
    assert queries.share_contacted(cast.oakfield(), at=NOON) == 0
    heard("learners")
    heard("governors", date(2025, 11, 2))
    heard("provider", date(2025, 10, 30))
    assert queries.share_contacted(cast.oakfield(), at=NOON) == 25
    rows = {row.group.id: row for row in queries.list_stakeholders(SYSTEM, cast.oakfield(), at=NOON)}
    assert [name for name, row in rows.items() if not row.due] == ["governors", "learners"]


def test_what_was_promised_is_an_action_until_it_is_done() -> None:
    row = heard("parents", promised="Write to parents about group chats", owner=cast.tom())
    [action] = actions.list_by_origin(SYSTEM, "stakeholder:parents:")
    assert (action.pk, action.owner, action.source) == (
        row.action_id, cast.tom(), "Promised to: Parents and carers"
    )  # fmt: skip


def test_a_day_to_come_or_nothing_said_is_refused() -> None:
    with pytest.raises(NotThen, match="3 November 2026 has not come yet"):
        heard("learners", date(2026, 11, 3))
    with pytest.raises(WithoutWords, match="Enter what they said"):
        heard("learners", said=" ")
    with pytest.raises(Http404):
        heard("the-moon")


def test_dana_writes_down_what_parents_said_and_gwen_reads_it(sign_in: SignIn) -> None:
    client, day = sign_in(cast.dana()), timezone.localdate() - timedelta(days=2)
    sent = {
        "on_0": str(day.day), "on_1": str(day.month), "on_2": str(day.year), "asked": "What worries you?",
        "said": "Phones at night.", "promised": "Hold an evening on phones",
    }  # fmt: skip
    address = "/responsibilities/stakeholders/parents/"
    assert "Select who keeps the promise" in client.post(f"{address}heard/", sent).content.decode()
    assert client.post(f"{address}heard/", sent | {"owner": str(cast.dana().pk)}).status_code == 302
    client.post(f"{address}speaker/", {"name": "Pat Marsh", "reached": "pat@example.org"})
    gwen = sign_in(cast.gwen())
    page = gwen.get("/responsibilities/stakeholders/").content.decode()
    for said in ("1 of 8 groups", "Phones at night.", "Hold an evening on phones", "Pat Marsh"):
        assert said in page
    assert "pat@example.org" in gwen.get(address).content.decode()
    assert gwen.post(f"{address}heard/", sent).status_code == 404
