"""A file that came to Elm Park from Oakfield has a period there too: Eli is warned, and two people end it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT
from tests.web.pages import parts, words_of
from tests.web.transfers.scenes import a_transfer, case_with_mia, exchange_cards, made_file, upload
from tutela.web.core import sealing
from tutela.web.core.models import CaseKey, OutboxMessage
from tutela.web.establishments.models import Person
from tutela.web.retention import operations, queries, rules, tasks
from tutela.web.retention.models import Certificate, Hold, Proposal
from tutela.web.retention.models.subjects import Subject
from tutela.web.retention.rules import NotNow
from tutela.web.transfers import operations as transfers
from tutela.web.transfers.models import ReceivedFile, ReceivedLink

SignIn = Callable[..., Client]


def head() -> Person:
    """Of Elm Park; she leads no case there."""
    return cast._person(cast.elm_park, "staff", "Ada", "Moor", role="head")


def came(sign_in: SignIn) -> ReceivedFile:
    """Leo's file is with Elm Park, where the periods are confirmed, and nobody said who it is about."""
    partner, _ = exchange_cards()
    content = made_file(sign_in(cast.dana()), a_transfer(), partner, case_with_mia())
    upload(sign_in(cast.eli()), "/transfers/take-in/", content)
    given = {one.key: one.years for one in rules.list_kinds()}
    operations.choose_periods(actor=cast.acting(head()), establishment=cast.elm_park(), years=given, at=AT)
    return ReceivedFile._base_manager.get()


def over(row: ReceivedFile) -> datetime:
    return row.received_at.replace(year=row.received_at.year + 1)


def put_forward(row: ReceivedFile, at: datetime) -> Proposal:
    return operations.propose(
        actor=cast.acting(cast.eli(), at=at), establishment=cast.elm_park(), subject=Subject("received", row.pk), at=at
    )


def destroy(proposal: Proposal, at: datetime, *, by: Any = None) -> Certificate:
    made = operations.decide(
        actor=cast.acting(by or head(), at=at), establishment=cast.elm_park(), proposal_id=proposal.pk, destroy=True,
        reason="", at=at,
    )  # fmt: skip
    assert made is not None
    return made


def is_readable(row: ReceivedFile) -> bool:
    try:
        return bool(sealing.open_case_key(CaseKey.objects.get(pk=row.own_key_id)))
    except sealing.NoKeyGrant:
        return False


def test_a_file_that_nobody_linked_goes_by_two_people_after_a_year(sign_in: SignIn) -> None:
    row = came(sign_in)
    at = over(row)
    with pytest.raises(NotNow, match="not due yet"):
        put_forward(row, at - timedelta(days=2))
    proposal = put_forward(row, at)
    with pytest.raises(NotNow, match="second person"):
        destroy(proposal, at, by=cast.eli())
    told = json.loads(destroy(proposal, at).text)
    assert (told["received"], told["kind"], told["keys_destroyed"]) == (row.sha256, "received", 1)
    assert not {"Leo", "Marsh"} & set(json.dumps(told).replace('"', " ").split())
    assert not is_readable(row)
    assert sign_in(cast.eli()).get(f"/transfers/received/{row.pk}/").status_code == 404


def test_one_that_is_linked_is_kept_like_a_case_about_them_and_names_nobody_when_it_goes(sign_in: SignIn) -> None:
    row = came(sign_in)
    transfers.link_received(actor=cast.acting(cast.eli()), received_id=row.pk, person=cast.nia(), why="", at=AT)
    with pytest.raises(NotNow, match="not due yet"):
        put_forward(row, over(row))
    at = datetime(2037, 7, 8, 9, 0, tzinfo=UTC)
    made = destroy(put_forward(row, at), at)
    assert json.loads(made.text)["kind"] == "received-linked"
    assert ReceivedLink._base_manager.get().person is None


def test_eli_is_warned_once_a_month_before_and_told_once_that_it_is_due(sign_in: SignIn) -> None:
    row = came(sign_in)
    OutboxMessage.objects.all().delete()

    def letters(at: datetime) -> list[str]:
        tasks.tell_due(at)
        found = [one.kind for one in OutboxMessage.objects.filter(recipient=cast.eli().email)]
        OutboxMessage.objects.all().delete()
        return found

    assert letters(over(row) - timedelta(days=40)) == []
    assert letters(over(row) - timedelta(days=20)) == ["retention.soon"]
    assert letters(over(row) - timedelta(days=19)) == []
    assert letters(over(row)) == ["retention.due"]
    assert letters(over(row) + timedelta(days=1)) == []


@pytest.mark.parametrize("held", [True, False])
def test_the_database_itself_keeps_a_file_that_is_held(
    held: bool, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = came(sign_in)
    at = over(row)
    proposal = put_forward(row, at)
    if not held:
        assert destroy(proposal, at).received_id == row.pk
        return
    operations.place_hold(
        actor=cast.acting(cast.eli()), subject=Subject("received", row.pk), reason="A letter", review_on=at.date(),
        at=AT,
    )  # fmt: skip
    with pytest.raises(NotNow, match="legal hold"):
        destroy(proposal, at)
    monkeypatch.setattr(rules, "check_decision", lambda *_, **__: None)
    with pytest.raises(DatabaseError, match="legal hold keeps this file"), transaction.atomic():
        destroy(proposal, at)
    assert is_readable(row)


def test_eli_and_the_head_do_it_on_the_pages_and_the_head_reads_nothing_of_it(sign_in: SignIn) -> None:
    row = came(sign_in)
    eli, page = sign_in(cast.eli()), f"/transfers/received/{row.pk}/"
    assert "unless somebody says who it is about" in words_of(eli.get(page))
    eli.post(f"{page}keeping/hold/", {"reason": "Letter of Osei and Lane", **parts("review_on", 90)})
    hold = Hold._base_manager.get()
    assert "Osei and Lane" in words_of(eli.get(f"{page}keeping/"))
    eli.post(f"{page}keeping/hold/{hold.pk}/end/", {"reason": "It was withdrawn."})
    with time_machine.travel(over(row) + timedelta(hours=1), tick=False):
        eli, ada = sign_in(cast.eli()), sign_in(head())
        assert "File from Oakfield Academy" in words_of(eli.get("/keeping/"))
        eli.post(f"{page}keeping/propose/")
        address = f"/keeping/{Proposal._base_manager.get().pk}/"
        asked = words_of(ada.get(address))
        assert "File from Oakfield Academy" in asked
        assert "Leo" not in asked
        assert ada.get(page).status_code == 404
        made = ada.post(address, {"decision": "destroy", "reason": ""})
        assert "File from Oakfield Academy" in words_of(ada.get(made.headers["Location"]))
        assert "Certificate 1" in words_of(eli.get("/keeping/"))
        assert eli.get(page).status_code == 404


def test_whom_a_name_in_it_may_mean_learns_neither_that_it_is_due_nor_that_it_went(sign_in: SignIn) -> None:
    stu = cast._person(cast.elm_park, "staff", "Stu", "Kettle", role="deputy-dsl")
    row = came(sign_in)
    at = over(row)
    proposal = put_forward(row, at)
    reader = cast.acting(stu, at=at)
    assert queries.list_standing(reader, cast.elm_park(), at.date()) == []
    assert not queries.list_proposals(reader).exists()
    assert sign_in(stu).get(f"/transfers/received/{row.pk}/keeping/").status_code == 404
    destroy(proposal, at)
    assert not queries.list_certificates(reader).exists()
    assert queries.list_certificates(cast.acting(cast.eli(), at=at)).exists()
