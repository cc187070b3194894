"""An empty school is set up once, by whoever was given the set-up link, and the links go to the right people."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests import cast
from tutela.web.accounts import operations as accounts
from tutela.web.core.models import AuditEntry
from tutela.web.establishments import opening, operations, queries
from tutela.web.establishments.models import Establishment, Person

SignIn = Callable[..., Client]
AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SET_UP = "/set-up/"


def an_empty_school() -> Person:
    """The school as `tutela up` leaves it: nobody but the one who sets it up."""
    school = operations.make_establishment(actor=cast.SETTING_UP, slug="school", name="Our school", at=AT)
    user = accounts.make_user(actor=cast.SETTING_UP, login="setup", at=AT)
    person = operations.make_person(
        actor=cast.SETTING_UP, establishment=school, kind="staff", given_name="Set-up", login="setup", user=user, at=AT
    )
    operations.grant_role(actor=cast.SETTING_UP, person=person, role="it", from_on=cast.SINCE, at=AT)
    return person


def answers(**other: str) -> dict[str, str]:
    """What is typed: Dana leads, Dev is her deputy."""
    given = {"name": "Oakfield Academy", "sector": "school", "phase": "secondary", "contact": "dsl"}
    for role, who in (("dsl", "Dana Shah"), ("deputy-dsl", "Dev Okafor")):
        name, family = who.split()
        given |= {f"{role}-given_name": name, f"{role}-family_name": family, f"{role}-login": name.lower()}
        given |= {f"{role}-email": f"{name.lower()}@oakfield.example", f"{role}-phone": "020 7946 0101"}
    return given | other


def people_of(school: Establishment) -> dict[str, list[str]]:
    roles = ("dsl", "deputy-dsl", "head")
    now = datetime.now(UTC)
    return {role: [one.full_name for one in queries.list_holders(school, role, at=now)] for role in roles}


@pytest.mark.requirement("S0.13")
def test_the_set_up_link_leads_to_a_lead_a_deputy_and_a_named_contact(sign_in: SignIn) -> None:
    setup = an_empty_school()
    answer = sign_in(setup).post(SET_UP, answers())
    assert answer.status_code == 200
    school = Establishment.objects.get(slug="school")
    assert school.name == "Oakfield Academy"
    assert people_of(school) == {"dsl": ["Dana Shah"], "deputy-dsl": ["Dev Okafor"], "head": []}
    contact = queries.get_named_contact(school, at=datetime.now(UTC))
    assert (contact.name, contact.phone) == ("Dana Shah", "020 7946 0101")
    operations.note_absence(
        actor=cast.SETTING_UP,
        person=Person._base_manager.get(login="dana"),
        from_on=cast.SINCE,
        until_on=datetime(2099, 1, 1, tzinfo=UTC).date(),
        at=AT,
    )
    assert queries.get_named_contact(school, at=datetime.now(UTC)).name == "Dev Okafor"


def test_each_link_lets_its_person_in_once_and_is_shown_once(sign_in: SignIn) -> None:
    browser = sign_in(an_empty_school())
    page = browser.post(SET_UP, answers()).content.decode()
    links = [line.split("</code>")[0] for line in page.split('break-word">') if line.startswith("http")]
    assert len(links) == 2
    for link, login in zip(links, ("dana", "dev"), strict=True):
        secret = link.rstrip("/").rsplit("/", 1)[1]
        user = accounts.use_sign_in_link(actor=cast.SETTING_UP, secret=secret, at=datetime.now(UTC))
        assert user.login == login
        assert secret not in browser.get(SET_UP).content.decode()


def test_whoever_set_the_school_up_cannot_add_another_lead_later(sign_in: SignIn) -> None:
    setup = an_empty_school()
    browser = sign_in(setup)
    browser.post(SET_UP, answers())
    mine = {"dsl-given_name": "Mallory", "dsl-family_name": "Moss", "dsl-login": "mallory", "dsl-email": "m@x.example"}
    page = browser.post(SET_UP, answers(**mine)).content.decode()
    assert "sign-in/" not in page
    assert "cannot be shown again" in page
    assert people_of(setup.establishment)["dsl"] == ["Dana Shah"]
    with pytest.raises(opening.AlreadySetUp):
        opening.set_up(
            actor=cast.acting(setup),
            at=datetime.now(UTC),
            establishment=setup.establishment,
            name="Ours",
            sector="school",
            phase="primary",
            people=[opening.FirstPerson("dsl", "Mallory", "Moss", "mallory", "m@x.example")],
            contact="dsl",
        )


def test_what_is_missing_is_said_and_nothing_is_kept(sign_in: SignIn) -> None:
    setup = an_empty_school()
    browser = sign_in(setup)
    page = browser.post(SET_UP, answers(**{"dsl-email": "", "name": "", "contact": "head"})).content.decode()
    assert "Enter the name of the school" in page
    assert "Enter the email address of the lead" in page
    assert "Fill in the person you chose" in page
    assert people_of(setup.establishment)["dsl"] == []


def test_two_people_do_not_share_a_login(sign_in: SignIn) -> None:
    setup = an_empty_school()
    page = sign_in(setup).post(SET_UP, answers(**{"deputy-dsl-login": "DANA"})).content.decode()
    assert "Each person has a login of their own" in page
    page = sign_in(setup).post(SET_UP, answers(**{"dsl-login": "Setup"})).content.decode()
    assert "Somebody has this login already" in page
    assert people_of(setup.establishment)["dsl"] == []


def test_the_head_can_be_the_named_contact(sign_in: SignIn) -> None:
    setup = an_empty_school()
    head = {"head-given_name": "Hana", "head-family_name": "Novak", "head-login": "hana", "head-email": "h@o.example"}
    sign_in(setup).post(SET_UP, answers(contact="head", **head))
    assert queries.get_named_contact(setup.establishment, at=datetime.now(UTC)).name == "Hana Novak"


def test_every_step_of_setting_up_is_audited_and_no_secret_is(sign_in: SignIn) -> None:
    browser = sign_in(an_empty_school())
    page = browser.post(SET_UP, answers()).content.decode()
    actions = list(AuditEntry.objects.values_list("action", flat=True))
    for action in ("establishment.describe", "role.grant", "named-contact.name", "user.make-sign-in-link"):
        assert action in actions
    secret = page.split("/sign-in/")[1].split("/")[0]
    assert not AuditEntry.objects.filter(details__contains=secret).exists()


def test_where_a_lead_is_there_but_nobody_is_named_ivy_says_who_it_is(sign_in: SignIn) -> None:
    dana, ivy = cast.dana(), cast.ivy()
    page = sign_in(ivy).get(SET_UP).content.decode()
    assert "Who is the named contact?" in page
    assert "Login" not in page
    sign_in(ivy).post(SET_UP, {"person": str(dana.pk)})
    assert queries.get_named_contact(cast.oakfield(), at=datetime.now(UTC)).name == "Dana Shah"


def test_tom_does_not_set_up_a_school(sign_in: SignIn) -> None:
    assert sign_in(cast.tom()).get(SET_UP).status_code == 404
