"""The eight groups concerned are invited and asked; those from outside by name, until a day, and see no more."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.http import Http404
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.pages import parts, words_of
from tests.web.policies.scenes import published
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.core.permissions import get_roles
from tutela.web.engagement.rules.asking import OF_GROUP
from tutela.web.engagement.shipped.surveys import list_templates
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person
from tutela.web.responsibilities import operations, queries
from tutela.web.responsibilities.models import Contact, Invitation
from tutela.web.responsibilities.operations.inviting import BelongsHere, NotInvited
from tutela.web.responsibilities.operations.refusals import NotThen, WithoutWords

OTHER = "governors"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
SignIn = Callable[..., Client]


def invite(group: str = "authority", at: datetime = NOON, **more: object) -> tuple[Invitation, str]:
    """Dana asks Leah of the local authority, for a month."""
    given = {
        "given_name": "Leah", "family_name": "Frost", "email": "leah@county.example",
        "organisation": "Oakshire Council", "questions": ["What do other places do?", "Whom do we turn to?"],
        "documents": [], "until_on": at.date() + timedelta(days=30),
    } | more  # fmt: skip
    return operations.invite_stakeholder(
        actor=cast.acting(cast.dana(), at=at), at=at, establishment=cast.oakfield(), group=group, **given
    )


@pytest.mark.requirement("S1.22")
@pytest.mark.requirement("S4.5")
def test_each_of_the_eight_groups_is_seeded_can_be_invited_and_is_asked() -> None:
    groups = queries.groups_of(cast.oakfield())
    for make in cast.EVERYBODY:
        make()
    assert len(groups) == 8
    audiences = {template.audience for template in list_templates().values()}
    for group in groups:
        if group.is_outside:
            row, link = invite(group.id, email=f"{group.id}@elsewhere.example", questions=group.questions)
            assert "/sign-in/" in link
            made = operations.contribute(
                actor=cast.acting(row.person, at=NOON), at=NOON, pk=row.pk, answers={0: "We meet each term."}
            )
            assert [one.asked for one in made] == group.questions[:1]
        else:
            assert queries.count_people_of(cast.oakfield(), group.id, at=NOON)  # they have accounts with their roles
            assert OF_GROUP[group.id][0] in audiences


def test_what_leah_says_stands_under_her_name_and_her_group_was_heard() -> None:
    row, _link = invite()
    OutboxMessage.objects.all().delete()
    operations.contribute(
        actor=cast.acting(row.person, at=NOON), at=NOON, pk=row.pk, answers={1: "The duty desk, the same day.", 0: " "}
    )
    [said] = queries.list_contacts(cast.acting(cast.dana(), at=NOON), "authority")
    assert (said.asked, said.said, said.by, said.on) == (
        "Whom do we turn to?", "The duty desk, the same day.", row.person, NOON.date(),
    )  # fmt: skip
    rows = {one.group.id: one for one in queries.list_stakeholders(cast.SETTING_UP, cast.oakfield(), at=NOON)}
    assert not rows["authority"].due
    assert rows["authority"].speaker is not None
    assert rows["authority"].speaker.name == "Leah Frost, Oakshire Council"
    assert [one.recipient for one in OutboxMessage.objects.all()] == ["dana@oakfield.example"]
    assert AuditEntry.objects.filter(action__in=["stakeholder.invite", "stakeholder.contribute"]).count() == 2


def test_nobody_of_the_house_is_invited_from_outside_and_no_group_from_inside_by_name() -> None:
    with pytest.raises(BelongsHere):
        invite(email=cast.tom().login)
    with pytest.raises(Http404):
        invite("parents")
    with pytest.raises(NotThen):
        invite(until_on=NOON.date())
    with pytest.raises(NotThen):
        invite(until_on=date(2028, 1, 1))
    with pytest.raises(WithoutWords):
        invite(questions=[])
    with pytest.raises(Http404):
        operations.invite_stakeholder(
            actor=cast.acting(cast.tom(), at=NOON), at=NOON, establishment=cast.oakfield(), group="authority",
            given_name="Leah", family_name="Frost", email="leah@county.example", organisation="Council",
            questions=["What?"], documents=[], until_on=NOON.date() + timedelta(days=3),
        )  # fmt: skip
    assert not Invitation._base_manager.exists()


def test_an_invitation_ends_by_itself_or_at_once_and_with_the_last_one_the_account() -> None:
    row, _link = invite()
    later = NOON + timedelta(days=30)
    assert queries.list_own_invitations(cast.acting(row.person, at=NOON), cast.oakfield(), at=NOON) == [row]
    with pytest.raises((NotInvited, Http404)):
        operations.contribute(actor=cast.acting(row.person, at=later), at=later, pk=row.pk, answers={0: "Too late."})
    other, _link = invite("network")
    operations.end_invitation(actor=cast.acting(cast.dana(), at=NOON), at=NOON, pk=row.pk)
    assert Person._base_manager.get(pk=row.person_id).user.is_active
    operations.end_invitation(actor=cast.acting(cast.dana(), at=NOON), at=NOON, pk=other.pk)
    assert not Person._base_manager.get(pk=row.person_id).user.is_active
    again, _link = invite()
    assert Person._base_manager.get(pk=again.person_id).user.is_active
    assert again.person_id == row.person_id


def test_the_role_comes_with_an_invitation_alone() -> None:
    from django.core.exceptions import ValidationError

    for role in ("stakeholder", "external-reviewer"):
        with pytest.raises(ValidationError):
            establishments.give_role(
                actor=cast.acting(cast.hana(), at=NOON), at=NOON, person=cast.tom(), role=role, on=NOON.date()
            )
    assert get_roles()["stakeholder"].may == {"home:read", "invited:answer"}


def test_leah_reads_what_was_ticked_answers_and_finds_nothing_else(sign_in: SignIn) -> None:
    now = timezone.now()
    cast.name_contact()
    shown, hidden = published(), published(OTHER)
    row, _link = invite(at=now, documents=[shown.document_id], until_on=timezone.localdate() + timedelta(days=3))
    operations.note_contact(
        actor=cast.acting(cast.dana()), at=now, establishment=cast.oakfield(), group="authority",
        on=timezone.localdate(), asked="What now?", said="Invite us to a lesson.",
        promised="Invite the authority to a lesson", owner=cast.tom(),
    )  # fmt: skip
    leah = sign_in(row.person)
    home = words_of(leah.get("/"))
    assert "What you are asked" in home
    page = words_of(leah.get("/asked-of-us/"))
    assert "Dana Shah of Oakfield Academy would like to hear from you" in page
    assert "Invite the authority to a lesson" in page
    assert "Invite us to a lesson." not in page  # somebody else said that
    assert shown.title in page
    assert hidden.title not in page
    assert leah.get(f"/policies/{shown.document_id}/").status_code == 200
    assert leah.get(f"/policies/{hidden.document_id}/").status_code == 404
    closed = [
        "concerns/",
        "concerns/cases/",
        "alerts/",
        "responsibilities/stakeholders/",
        "people/",
        "reports/",
        "reviews/",
    ]
    assert {leah.get(f"/{one}").status_code for one in closed} == {404}
    answered = leah.post(f"/asked-of-us/{row.pk}/", {"answer_0": "We share a helpline.", "answer_1": ""})
    assert answered["Location"] == "/asked-of-us/"
    assert "We share a helpline." in words_of(leah.get("/asked-of-us/"))
    assert "Answer at least one question" in words_of(leah.post(f"/asked-of-us/{row.pk}/", {}))
    assert sign_in(cast.tom()).get("/asked-of-us/").status_code == 404
    with time_machine.travel(now + timedelta(days=4), tick=True):
        assert sign_in(row.person).get(f"/policies/{shown.document_id}/").status_code in {302, 404}
        assert sign_in(row.person).get("/asked-of-us/").status_code in {302, 404}
    assert Contact._base_manager.count() == 2


def test_dana_invites_her_on_a_page_and_each_group_from_inside_leads_to_its_surveys(sign_in: SignIn) -> None:
    cast.name_contact()
    dana = sign_in(cast.dana())
    page = words_of(dana.get("/responsibilities/stakeholders/authority/"))
    assert "Nobody of them was invited yet" in page
    form = dana.get("/responsibilities/stakeholders/authority/invite/")
    assert "Which dangers do you hear of most this year?" in form.content.decode()
    given = {
        "given_name": "Leah", "family_name": "Frost", "organisation": "Oakshire Council",
        "email": "leah@county.example", "asks": "What do other places do?\n\nWhom do we turn to?",
    }  # fmt: skip
    wrong = dana.post("/responsibilities/stakeholders/authority/invite/", given | parts("until_on", 400))
    assert "within a year" in words_of(wrong)
    answer = dana.post("/responsibilities/stakeholders/authority/invite/", given | parts("until_on", 20))
    assert "Sign-in link for Leah Frost" in words_of(answer)
    row = Invitation._base_manager.get()
    assert row.questions == ["What do other places do?", "Whom do we turn to?"]
    assert "Leah Frost, Oakshire Council" in words_of(dana.get("/responsibilities/stakeholders/authority/"))
    dana.post(f"/responsibilities/invitations/{row.pk}/end/")
    assert "Ended" in words_of(dana.get("/responsibilities/stakeholders/authority/"))
    for group in OF_GROUP:
        shown = dana.get(f"/responsibilities/stakeholders/{group}/")
        assert "Ask them in a survey" in words_of(shown)
        assert dana.get(f"/surveys/ask/{group}/")["Location"] == f"/surveys/?group={group}#ask"
    teachers = words_of(dana.get("/surveys/?group=teachers"))
    assert "asked of teachers" in teachers
    assert "asked of governors" not in teachers
    assert dana.get("/responsibilities/stakeholders/parents/invite/").status_code == 404
