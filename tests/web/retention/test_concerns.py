"""What was closed without a case falls due too: a report of Tom's, and a worry of which six words are left."""

import json
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.web.concerns.scenes import AT, a_concern, somebody
from tests.web.pages import parts, words_of
from tests.web.retention.scenes import LATER, a_closed_case, confirm, destroy, put_forward
from tests.web.worries.scenes import HOME, last_concern, open_again, readers, tell, text_of
from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.concerns import operations as concerns
from tutela.web.concerns.models import Concern, ConcernEntry, Involved, SafeguardingCase
from tutela.web.core import sealing, verification
from tutela.web.core.models import CaseKey
from tutela.web.retention import operations, queries, rules
from tutela.web.retention.models import Certificate
from tutela.web.retention.models.subjects import Subject
from tutela.web.retention.rules import NotNow

SignIn = Callable[..., Client]
PASSED = date(2037, 3, 4)
"""Leo's twenty-fifth birthday."""


def closed(concern: Concern | None = None) -> Concern:
    """A concern about Leo that Dana closed without a case."""
    concern = concern or a_concern(somebody(cast.leo()))
    version = ConcernEntry._base_manager.filter(concern=concern).count()
    concerns.close_concern(
        actor=cast.acting(cast.dana()), concern_id=concern.pk, version=version, reason="pastoral",
        words="His tutor talks with him.", at=AT,
    )  # fmt: skip
    return concern


def taken_up(concern: Concern) -> SafeguardingCase:
    """The case that Dana made of it after all."""
    version = ConcernEntry._base_manager.filter(concern=concern).count()
    return concerns.open_case(
        actor=cast.acting(cast.dana()), concern_id=concern.pk, version=version, four_c="contact", at=AT
    )


def due() -> list[Subject]:
    standing = queries.list_standing(cast.acting(cast.dana(), at=LATER), cast.oakfield(), LATER.date())
    return [one.subject for one in standing]


def test_a_concern_without_a_case_goes_by_two_people_and_nobody_opens_it_again(tutela: Settings) -> None:
    confirm()
    concern, other = closed(), closed(a_concern(somebody(cast.mia())))
    cast.dev()
    standing = queries.list_standing(cast.acting(cast.dana(), at=LATER), cast.oakfield(), LATER.date())
    assert [(one.subject, one.due.on, one.due.kind.key) for one in standing] == [
        (Subject("concern", concern.pk), PASSED, "concern")
    ]
    with pytest.raises(NotNow, match="second person"):
        destroy(put_forward(concern), by=cast.dana())
    certificate = destroy(queries.list_proposals(cast.acting(cast.dev(), at=LATER)).get())

    told = json.loads(certificate.text)
    assert (told["concern"], told["keys_destroyed"]) == (concern.receipt, 1)
    assert not {"Leo", "Marsh", "tutor"} & set(certificate.text.replace('"', " ").split())
    with pytest.raises(sealing.NoKeyGrant):
        sealing.open_case_key(CaseKey.objects.get(pk=concern.case_key_id))
    assert not Involved._base_manager.filter(concern=concern, person__isnull=False).exists()
    sealing.open_case_key(other.case_key)
    assert due() == []
    assert verification.verify(KeyFolder(tutela.keys).verify_key()).faults == []


def test_what_is_open_or_in_a_case_is_not_due_by_itself() -> None:
    confirm()
    waiting = a_concern(somebody(cast.leo()))
    inside = closed()
    proposal = put_forward(inside)
    case = taken_up(inside)
    assert due() == []
    with pytest.raises(NotNow, match="is open"):
        put_forward(waiting)
    with pytest.raises(NotNow, match="taken into a case"):
        destroy(proposal)
    assert case.pk
    assert not Certificate._base_manager.exists()


def test_a_hold_on_a_concern_keeps_it_and_the_case_that_takes_it_in(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm()
    concern, dana = closed(), sign_in(cast.dana())
    page = f"/concerns/{concern.pk}/keeping/"
    given = {"reason": "Letter of Osei and Lane, 44/26", **parts("review_on", 90)}
    assert dana.post(f"{page}hold/", given).status_code == 302
    assert "Osei and Lane" in words_of(dana.get(page))
    with pytest.raises(NotNow, match="legal hold"):
        put_forward(concern)
    case = a_closed_case(case=taken_up(concern))
    with pytest.raises(NotNow, match="legal hold"):
        put_forward(case)
    for check in ("check_proposal", "check_decision"):
        monkeypatch.setattr(rules, check, lambda *_, **__: None)
    with pytest.raises(DatabaseError, match="legal hold"), transaction.atomic():
        destroy(put_forward(case))
    assert not Certificate._base_manager.exists()


@pytest.mark.parametrize("what", ["an open hold", "nothing"])
def test_the_database_itself_refuses_a_certificate_for_a_concern_that_is_held(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm()
    concern = closed()
    proposal = put_forward(concern)
    if what == "an open hold":
        operations.place_hold(
            actor=cast.acting(cast.dana()), subject=Subject("concern", concern.pk), reason="A letter", at=AT,
            review_on=LATER.date(),
        )  # fmt: skip
        monkeypatch.setattr(rules, "check_decision", lambda *_, **__: None)
        with pytest.raises(DatabaseError, match="legal hold keeps this concern"), transaction.atomic():
            destroy(proposal)
    else:
        assert destroy(proposal).concern_id == concern.pk


def test_the_words_of_a_worry_go_and_its_six_words_say_that_it_is_finished() -> None:
    readers()
    confirm()
    words = tell()
    worry = closed(last_concern())
    late = LATER.replace(year=2052)  # nobody was chosen from the list, so it counts from the day of closing
    assert [one.subject for one in queries.list_standing(
        cast.acting(cast.dana(), at=late), cast.oakfield(), late.date()
    )] == [Subject("concern", worry.pk)]  # fmt: skip
    assert json.loads(destroy(put_forward(worry, at=late), at=late).text)["keys_destroyed"] >= 1
    assert "This is finished" in text_of(open_again(words), f"{HOME}yours/")


def test_dana_and_dev_do_it_on_the_pages_and_whoever_told_sees_that_it_is_finished(sign_in: SignIn) -> None:
    confirm()
    concern = closed()
    with time_machine.travel(LATER, tick=False):
        dana, dev, tom = sign_in(cast.dana()), sign_in(cast.dev()), sign_in(cast.tom())
        assert f"Concern {concern.receipt}" in words_of(dana.get("/keeping/"))
        assert "How long it is kept" in words_of(dana.get(f"/concerns/{concern.pk}/"))
        assert "Put it forward" in words_of(dana.get(f"/concerns/{concern.pk}/keeping/"))
        assert tom.get(f"/concerns/{concern.pk}/keeping/").status_code == 404
        dana.post(f"/concerns/{concern.pk}/keeping/propose/")
        address = f"/keeping/{queries.list_proposals(cast.acting(cast.dev(), at=LATER)).get().pk}/"
        assert "Look through it first" in words_of(dev.get(address))
        made = dev.post(address, {"decision": "destroy", "reason": ""})
        assert f"Concern {concern.receipt}" in words_of(dev.get(made.headers["Location"]))
        assert dana.get(f"/concerns/{concern.pk}/").status_code == 404
        listed = words_of(dana.get("/keeping/"))
        assert "Certificate 1" in listed
        assert f"Concern {concern.receipt}" in listed
        assert "Finished" in words_of(tom.get(reverse("concerns:mine")))


def test_the_head_decides_by_the_receipt_alone_and_never_on_what_is_about_her(sign_in: SignIn) -> None:
    confirm()
    proposal = put_forward(closed())
    about_her = a_concern(somebody(cast.leo()), somebody(cast.hana(), "alleged"))
    hana = sign_in(cast.hana())
    page = words_of(hana.get(f"/keeping/{proposal.pk}/"))
    assert "Concern" in page
    assert "Leo" not in page
    assert hana.get(f"/concerns/{about_her.pk}/keeping/").status_code == 404
