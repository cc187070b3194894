"""Leo's case is due: Dana puts it forward, Dev destroys it, nobody opens it again, and the audit is still sound."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT, a_case, a_concern, named, somebody
from tests.web.monitoring.matches import an_alert
from tests.web.pages import parts, words_of
from tests.web.referrals.scenes import a_referral
from tests.web.retention.scenes import LATER, a_closed_case, confirm, destroy, put_forward
from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.concerns import operations as concerns
from tutela.web.concerns import queries as concern_queries
from tutela.web.concerns.models import Concern, Involved
from tutela.web.core import sealing, verification
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditEntry, CaseKey
from tutela.web.establishments.models import Person
from tutela.web.monitoring import operations as monitoring
from tutela.web.retention import operations, queries, rules
from tutela.web.retention.models import Certificate, Decision, Hold
from tutela.web.retention.models.subjects import Subject
from tutela.web.retention.rules import NotNow

SignIn = Callable[..., Client]


def test_a_case_goes_for_good_by_two_people_and_leaves_a_certificate_that_names_nobody(tutela: Settings) -> None:
    confirm()
    case = a_closed_case()
    a_referral(case)
    other = a_case(a_concern(somebody(cast.mia())))
    [due] = queries.list_standing(cast.acting(cast.dana(), at=LATER), cast.oakfield(), LATER.date())
    assert (due.subject.id, due.due.on) == (case.pk, date(2037, 3, 4))
    with pytest.raises(NotNow, match="second person"):
        destroy(put_forward(case), by=cast.dana())
    certificate = destroy(queries.list_proposals(cast.acting(cast.dev(), at=LATER)).get())

    told = json.loads(certificate.text)
    assert told["keys_destroyed"] == 2  # the case's and its concern's
    assert (told["put_forward_by"], told["decided_by"]) == ("Dana Shah", "Dev Okafor")
    assert not {"Leo", "Marsh", "kingfisher"} & set(certificate.text.replace('"', " ").split())
    key = KeyFolder(tutela.keys).verify_key()
    key.verify(bytes.fromhex(certificate.signature), f"tutela/destruction/1\n{certificate.text}".encode())
    assert certificate.backups_until == LATER.date() + timedelta(days=tutela.backup_keep + 1)

    concern = Concern._base_manager.get(entries__case=case)
    for row in (case, concern):
        with pytest.raises(sealing.NoKeyGrant):
            sealing.open_case_key(CaseKey.objects.get(pk=row.case_key_id))
    assert not Involved._base_manager.filter(concern=concern, person__isnull=False).exists()
    seen = set(concern_queries.visible_case_ids(cast.acting(cast.dana(), at=LATER)).values_list("pk", flat=True))
    assert seen == {other.pk}
    sealing.open_case_key(other.case_key)
    assert AuditEntry.objects.filter(action="case.destroy").count() == 1
    assert verification.verify(key).faults == []


def test_who_comes_to_read_matters_later_meets_no_fault_where_a_case_was_destroyed() -> None:
    confirm()
    case = a_closed_case(concern=a_concern(somebody(cast.leo()), named("Stu Kettle")))
    destroy(put_forward(case))
    cast.eli()
    from tutela.web.establishments import operations as establishments

    establishments.grant_role(
        actor=cast.SETTING_UP, person=cast.tom(), role="deputy-dsl", establishment=cast.oakfield(),
        from_on=AT.date(), at=AT,
    )  # fmt: skip
    concerns.follow_roles(actor=SystemActor("test"), at=LATER)


def test_the_key_of_a_question_to_a_colleague_goes_with_its_case(as_system: object) -> None:
    from tutela.web.retention.operations.proposals import _keys_of

    case = a_case()
    actor = cast.acting(cast.dana())
    concerns.ask_colleague(
        actor=actor, case_id=case.pk, version=1, asked_id=cast.ivy().pk, kind="technical",
        question="Which device was it?", due_on=AT.date(), at=AT,
    )  # fmt: skip
    concern = Concern._base_manager.get(entries__case=case)
    assert len(list(_keys_of(Subject("case", case.pk), [concern.pk]))) == 3


def test_the_words_of_an_alert_go_with_the_case_that_it_became(sign_in: SignIn) -> None:
    confirm()
    alert, other = an_alert(), an_alert(cast.mia())
    cast.dev()
    raised = monitoring.raise_from_alert(
        actor=cast.acting(cast.dana(), at=AT), at=AT, pk=alert.pk, seen=alert.matches, what_happened="He searched it.",
        four_c="content", immediate_danger=False, told_in_person=False,
    )  # fmt: skip
    case = a_closed_case(concern=raised)
    certificate = destroy(put_forward(case))
    assert json.loads(certificate.text)["keys_destroyed"] == 3  # the case's, its concern's and its alert's
    alert.refresh_from_db()
    with pytest.raises(sealing.NoKeyGrant):
        sealing.open_case_key(CaseKey.objects.get(pk=alert.case_key_id))
    assert (alert.subject, alert.asker, alert.device) == (None, "", "")
    sealing.open_case_key(other.case_key)
    with time_machine.travel(LATER, tick=False):
        dana = sign_in(cast.dana())
        assert dana.get(f"/alerts/{alert.pk}/").status_code == 404
        assert dana.get("/alerts/?state=all").status_code == 200


def test_a_legal_hold_keeps_a_case_in_the_code_and_in_the_database(sign_in: SignIn) -> None:
    confirm()
    case, dana = a_closed_case(), sign_in(cast.dana())
    page = f"/concerns/cases/{case.pk}/keeping/"
    proposal = put_forward(case)
    assert "Say why it must be kept" in words_of(dana.post(f"{page}hold/", {"reason": "", **parts("review_on", 90)}))
    given = {"reason": "Letter of Osei and Lane, 44/26", **parts("review_on", 90)}
    assert dana.post(f"{page}hold/", given).status_code == 302
    assert "Osei and Lane" in words_of(dana.get(page))
    with pytest.raises(NotNow, match="legal hold"):
        destroy(proposal)
    decision = Decision(
        establishment=cast.oakfield(), proposal=proposal, is_destroyed=True, proposed_by=cast.dana(),
        decided_by=cast.dev(), decided_at=LATER,
    )  # fmt: skip
    decision.save()
    forged = Certificate(
        establishment=cast.oakfield(), decision=decision, case=case, number=1, at=LATER, backups_until=LATER.date(),
        text="", signature="",
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="legal hold"), transaction.atomic():
        forged.save()
    hold = Hold._base_manager.get()
    assert dana.post(f"{page}hold/{hold.pk}/end/", {"reason": "The claim was withdrawn."}).status_code == 302
    assert "The claim was withdrawn." in words_of(dana.get(page))
    forged.save()


def test_what_is_to_be_kept_for_longer_since_it_was_put_forward_is_not_destroyed() -> None:
    confirm()
    case = a_closed_case()
    proposal = put_forward(case)
    confirm(**{"child-protection": 30})
    with pytest.raises(NotNow, match="kept for longer"):
        destroy(proposal, by=cast.hana())
    assert not Certificate._base_manager.exists()
    sealing.open_case_key(CaseKey.objects.get(pk=case.case_key_id))
    confirm()
    destroy(proposal, by=cast.hana())


def test_hana_confirms_the_periods_and_nothing_is_due_before(sign_in: SignIn) -> None:
    case, hana = a_closed_case(), sign_in(cast.hana())
    dana = cast.acting(cast.dana(), at=LATER)
    assert queries.list_standing(dana, cast.oakfield(), LATER.date()) == []
    assert "Nobody has confirmed it" in words_of(hana.get("/keeping/"))
    years = {one.key: str(one.years) for one in rules.list_kinds()}
    assert "data protection officer first" in words_of(hana.post("/keeping/periods/", years))
    assert hana.post("/keeping/periods/", {**years, "asked": "on"}).status_code == 302
    assert "25 years, from birth Hana Novak" in words_of(hana.get("/keeping/"))
    assert [one.subject.id for one in queries.list_standing(dana, cast.oakfield(), LATER.date())] == [case.pk]
    for who in (cast.tom, cast.ivy, cast.gwen):
        assert sign_in(who()).get("/keeping/").status_code == 404


def test_the_head_decides_by_the_number_alone_and_never_on_what_is_about_her(sign_in: SignIn) -> None:
    confirm()
    proposal = put_forward(a_closed_case())
    hana = sign_in(cast.hana())
    page = words_of(hana.get(f"/keeping/{proposal.pk}/"))
    assert "Put forward" in page
    assert "Leo" not in page
    kept = hana.post(f"/keeping/{proposal.pk}/", {"decision": "keep", "reason": ""})
    assert "Say why it is kept" in words_of(kept)
    assert (
        hana.post(f"/keeping/{proposal.pk}/", {"decision": "keep", "reason": "A claim is likely."}).status_code == 302
    )
    assert not Certificate._base_manager.exists()
    assert hana.get(f"/keeping/{proposal.pk}/").status_code == 404
    actor = cast.acting(cast.hana(), at=LATER)
    with pytest.raises(NotNow, match="already"):
        operations.decide(
            actor=actor, establishment=cast.oakfield(), proposal_id=proposal.pk, destroy=True, reason="", at=LATER
        )


def test_a_case_that_is_open_or_not_due_is_not_put_forward() -> None:
    confirm()
    for case, at, words in ((a_case(), LATER, "is open"), (a_closed_case(), AT, "not due")):
        with pytest.raises(NotNow, match=words):
            put_forward(case, at=at)


def test_dev_destroys_it_on_the_page_and_finds_its_certificate_there(sign_in: SignIn) -> None:
    confirm(**{"child-protection": 1})
    Person._base_manager.filter(pk=cast.leo().pk).update(born_on=date(1990, 1, 1))
    case = a_closed_case()
    dana, dev = sign_in(cast.dana()), sign_in(cast.dev())
    dana.post(f"/concerns/cases/{case.pk}/keeping/propose/")
    address = f"/keeping/{queries.list_proposals(cast.acting(cast.dev())).get().pk}/"
    own = dana.post(address, {"decision": "destroy", "reason": ""})
    assert "A second person has to decide" in words_of(own)
    made = dev.post(address, {"decision": "destroy", "reason": ""})
    assert "Certificate of destruction 1" in words_of(dev.get(made.headers["Location"]))
    assert "put_forward_by" in dev.get(f"{made.headers['Location']}text/").content.decode()
    assert "Certificate 1" in words_of(dana.get("/keeping/"))
    assert dana.get(f"/concerns/cases/{case.pk}/").status_code == 404
    assert f"Case {case.number}" not in words_of(dana.get("/concerns/cases/"))
    assert dana.get("/concerns/").status_code == 200
