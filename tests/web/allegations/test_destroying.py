"""The record of a matter ends by two people, the head and the chair, and nothing of it reaches anybody else."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404
from django.test import Client

from tests import cast
from tests.web.allegations.scenes import AT, FOLLOWS, a_report, version
from tests.web.pages import parts, words_of
from tests.web.worries.scenes import HOME, open_again, readers, tell, text_of
from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.allegations import operations, queries, rules
from tutela.web.allegations.models import Adult, Allegation, Decided, PutForward
from tutela.web.concerns.models import Concern
from tutela.web.core import sealing, verification
from tutela.web.core.models import CaseKey, OutboxMessage
from tutela.web.establishments.models import Person

pytestmark = pytest.mark.usefixtures("as_system")
SignIn = Callable[..., Client]
LATER = datetime(2036, 12, 1, 10, 0, tzinfo=UTC)
"""Ten years and two weeks after the report."""


def ended(about: Person | None = None, *, by: Person | None = None, outcome: str = "unfounded") -> Allegation:
    """A matter about Tom that Hana has brought to its end; by: who handles it instead."""
    row = a_report(about or cast.tom())
    end(row, by=by, outcome=outcome)
    return row


def end(row: Allegation, *, by: Person | None = None, outcome: str = "unfounded") -> None:
    actor = cast.acting(by or cast.hana(), at=AT)
    given = {"actor": actor, "at": AT, "pk": row.pk}
    track = {"unfounded": "harm", "malicious": "harm", "advice-given": "low-level"}[outcome]
    operations.decide_threshold(version=version(row), decision=track, words="So it seems.", **given)
    if track == "harm":
        operations.note_officer(version=version(row), told_at=AT, officer="Ms Low", words="Told.", **given)
    operations.end_matter(version=version(row), outcome=outcome, words="It has ended.", **given)


def put_forward(row: Allegation, *, by: Person | None = None, at: datetime = LATER) -> PutForward:
    return operations.put_forward(actor=cast.acting(by or cast.hana(), at=at), at=at, pk=row.pk, version=version(row))


def decide(
    asked: PutForward, *, by: Person | None = None, at: datetime = LATER, destroy: bool = True, **more: object
) -> Decided:
    actor = cast.acting(by or cast.chris(), at=at)
    return operations.decide_keeping(actor=actor, at=at, pk=asked.pk, destroy=destroy, **more)


def test_hana_puts_it_forward_chris_decides_and_nobody_reads_it_again(tutela: Settings) -> None:
    row, other = ended(), ended(cast.ivy())
    OutboxMessage.objects.all().delete()
    asked = put_forward(row)
    assert [one.recipient for one in OutboxMessage.objects.all()] == [cast.chris().email]
    assert not {"Tom", "Reed"} & set(OutboxMessage.objects.get().body.split())
    for nobody in (cast.hana(), cast.tom(), cast.dana(), cast.dev(), cast.ivy(), cast.sue()):
        with pytest.raises(Http404):
            decide(asked, by=nobody)
    made = decide(asked)

    told = json.loads(made.text)
    assert (told["matter"], told["put_forward_by"], told["decided_by"]) == (row.receipt, "Hana Novak", "Chris Adeyemi")
    assert told["keys_destroyed"] == 1
    assert not {"Tom", "Reed", "match"} & set(made.text.replace('"', " ").split())
    with pytest.raises(sealing.NoKeyGrant):
        sealing.open_case_key(CaseKey.objects.get(pk=row.case_key_id), vault=True)
    sealing.open_case_key(CaseKey.objects.get(pk=other.case_key_id), vault=True)
    assert not Adult._base_manager.filter(allegation=row, person__isnull=False).exists()
    hana = cast.acting(cast.hana(), at=LATER)
    assert [one.row.pk for one in queries.list_matters(actor=hana, at=LATER)] == [other.pk]
    with pytest.raises(Http404):
        queries.read_matter(actor=hana, at=LATER, pk=row.pk)
    key = KeyFolder(tutela.keys)
    assert verification.verify(key.verify_key()).faults == []
    signed = f"tutela/destruction/1\n{made.text}".encode()
    key.verify_key().verify(bytes.fromhex(made.signature), signed)


def test_what_runs_by_itself_meets_no_fault_where_a_record_is_gone() -> None:
    row = ended()
    decide(put_forward(row))
    operations.follow_roles(actor=FOLLOWS, at=LATER)
    operations.remind(actor=FOLLOWS, at=LATER)
    sue = cast.acting(cast.sue(), at=LATER)
    assert [(one.receipt, one.status) for one in queries.list_own_reports(sue)] == [(row.receipt, rules.FINISHED)]
    with pytest.raises(Http404):
        operations.add_to_report(actor=sue, at=LATER, pk=row.pk, words="One more thing.")


def test_about_the_head_the_chair_asks_somebody_to_whom_it_is_open_and_the_head_knows_nothing(
    sign_in: SignIn,
) -> None:
    row = ended(cast.hana(), by=cast.chris())
    with pytest.raises(rules.NotAllowed, match="Nobody else may decide"):
        put_forward(row, by=cast.chris())
    operations.open_to(
        actor=cast.acting(cast.chris(), at=LATER), at=LATER, pk=row.pk, version=version(row), person_id=cast.dana().pk,
        words="To decide with me.",
    )  # fmt: skip
    asked = put_forward(row, by=cast.chris())
    assert queries.list_waiting(cast.acting(cast.hana(), at=LATER), LATER) == []
    with time_machine.travel(LATER, tick=False):
        assert row.receipt not in words_of(sign_in(cast.hana()).get("/in-confidence/"))
    assert decide(asked, by=cast.dana()).is_destroyed


@pytest.mark.parametrize(
    ("outcome", "left", "due"),
    [
        ("unfounded", None, date(2036, 11, 17)),
        ("malicious", None, date(2036, 11, 17)),
        ("advice-given", None, None),
        ("advice-given", date(2031, 8, 31), date(2031, 8, 31)),
    ],
)
def test_how_long_it_is_kept_goes_by_the_outcome_and_by_whether_they_work_here(
    outcome: str, left: date | None, due: date | None
) -> None:
    row = ended(outcome=outcome)
    Person._base_manager.filter(pk=cast.tom().pk).update(left_on=left)
    assert queries.stand_of(row).due_on == due


def test_what_is_open_or_not_due_or_opened_again_is_not_destroyed() -> None:
    with pytest.raises(rules.NotAllowed, match="is open"):
        put_forward(a_report(cast.tom()))
    with pytest.raises(rules.NotAllowed, match="kept for longer"):
        put_forward(ended(cast.ivy()), at=AT + timedelta(days=300))
    with pytest.raises(rules.NotAllowed, match="as long as the person works here"):
        put_forward(ended(cast.sue(), outcome="advice-given"))
    row = ended()
    asked = put_forward(row)
    operations.reopen(
        actor=cast.acting(cast.hana(), at=LATER), at=LATER, pk=row.pk, version=version(row), words="Somebody came."
    )
    with pytest.raises(rules.NotAllowed, match="is open"):
        decide(asked)


def test_chris_keeps_it_for_a_claim_and_it_falls_due_again_on_that_day() -> None:
    row = ended()
    asked = put_forward(row)
    with pytest.raises(rules.NotAllowed, match="Say why"):
        decide(asked, destroy=False, reason="A claim is likely.")
    until = LATER.date() + timedelta(days=400)
    decide(asked, destroy=False, reason="A claim is likely.", again_on=until)
    assert queries.stand_of(row).due_on == until
    with pytest.raises(rules.NotAllowed, match="kept for longer"):
        put_forward(row)
    with pytest.raises(Http404):
        decide(asked)
    assert decide(put_forward(row, at=LATER + timedelta(days=401)), at=LATER + timedelta(days=401)).is_destroyed


def test_the_database_itself_asks_for_a_second_person_and_keeps_what_was_decided() -> None:
    asked = put_forward(ended())
    given = {
        "establishment": cast.oakfield(), "put_forward": asked, "put_forward_by": cast.hana(), "at": LATER,
        "is_destroyed": True, "text": "{}",
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Decided(by=cast.hana(), **given).save()
    row = Decided(by=cast.chris(), **given)
    row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Decided._base_manager.filter(pk=row.pk).update(text="another")


def test_what_came_as_a_worry_goes_with_the_words_that_were_said_about_it() -> None:
    readers()
    cast.tom()
    words = tell()
    concern = Concern._base_manager.get()
    row = operations.take_over_concern(
        actor=cast.acting(cast.dana(), at=AT), at=AT, concern_id=concern.pk, version=0, name="Tom Reed"
    )
    end(row)
    made = decide(put_forward(row))
    assert json.loads(made.text)["keys_destroyed"] >= 2
    with pytest.raises(sealing.NoKeyGrant):
        sealing.open_case_key(CaseKey.objects.get(pk=concern.case_key_id))
    assert "This is finished" in text_of(open_again(words), f"{HOME}yours/")


def test_hana_and_chris_do_it_on_the_pages(sign_in: SignIn) -> None:
    row = ended()
    with time_machine.travel(LATER, tick=False):
        hana, chris, dana = sign_in(cast.hana()), sign_in(cast.chris()), sign_in(cast.dana())
        assert "Records that may go" in words_of(hana.get("/in-confidence/"))
        page = f"/in-confidence/{row.pk}/"
        shown = words_of(hana.get(page))
        assert "Put the record forward" in shown
        assert "How long it is kept" not in shown  # as beside a concern: this goes by its own days
        assert hana.post(f"{page}put-forward/").status_code == 302
        assert "A second person decides" in words_of(hana.get(page))
        assert "Waiting for you as the second person" in words_of(chris.get("/in-confidence/"))
        address = f"/in-confidence/keeping/{PutForward._base_manager.get().pk}/"
        shown = words_of(chris.get(address))
        assert row.receipt in shown
        assert "Tom" not in shown
        assert dana.get(address).status_code == 404
        assert "Say why it is kept" in words_of(chris.post(address, {"decision": "keep"}))
        refused = chris.post(address, {"decision": "keep", "reason": "A claim.", **parts("again_on", -3)})
        assert "a day to come" in words_of(refused)
        made = chris.post(address, {"decision": "destroy"})
        assert "Certificate of destruction" in words_of(chris.get(made.headers["Location"]))
        assert "put_forward_by" in hana.get(f"{made.headers['Location']}text/").content.decode()
        assert dana.get(made.headers["Location"]).status_code == 404
        assert hana.get(page).status_code == 404
        assert row.receipt in words_of(hana.get("/in-confidence/"))
