"""One person kept by hand: added, described, put into classes, invited; and who a child's parents are."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests import cast
from tutela.web.core.models import OutboxMessage
from tutela.web.establishments import operations, queries
from tutela.web.establishments.actors import actor_for
from tutela.web.establishments.models import EarlierLogin, ParentLink, Person

SignIn = Callable[..., Client]
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def test_ivy_adds_a_teacher_invites_her_and_she_signs_in(sign_in: SignIn) -> None:
    ivy = sign_in(cast.ivy())
    assert ivy.post("/people/add/", {"kind": "staff"})["Location"] == "/people/add/staff/"
    given = {"given_name": "Nina", "family_name": "Holt", "email": "nina@oakfield.example"}
    assert "Nina Holt is added" in ivy.post("/people/add/staff/", given, follow=True).content.decode()
    nina = Person._base_manager.get(given_name="Nina")
    assert queries.list_roles(nina, cast.oakfield(), at=timezone.now()) == ["support"]
    assert 'value="nina"' in ivy.get(f"/people/{nina.pk}/invite/").content.decode()
    page = ivy.post(f"/people/{nina.pk}/invite/", {"login": "nina", "email": "nina@oakfield.example"})
    link = page.context["url"]
    assert "shown only once" in page.content.decode()
    nina.refresh_from_db()
    assert (nina.user.login, nina.login, bool(nina.pseudonym)) == ("nina", "nina", True)
    browser = Client()
    browser.post(link.removeprefix("http://localhost:8000"))
    assert browser.get("/account/").status_code == 200
    page = ivy.post(f"/people/{nina.pk}/invite/", {"login": "nina2"}).content.decode()
    assert "They have an account already" in page


def test_a_login_that_is_taken_is_said_beside_the_question(sign_in: SignIn) -> None:
    ivy = sign_in(cast.ivy())
    cast.tom()
    ivy.post("/people/add/staff/", {"given_name": "Nina"})
    nina = Person._base_manager.get(given_name="Nina")
    page = ivy.post(f"/people/{nina.pk}/invite/", {"login": "TOM"}).content.decode()
    assert "already" in page
    assert not Person._base_manager.get(pk=nina.pk).user_id
    assert (
        "Somebody else here has this already"
        in ivy.post("/people/add/staff/", {"given_name": "Tim", "login": "tom"}).content.decode()
    )


def test_ivy_cannot_invite_somebody_who_is_to_read_and_dana_can(sign_in: SignIn) -> None:
    dana = sign_in(cast.dana())
    dana.post("/people/add/staff/", {"given_name": "Nina"})
    nina = Person._base_manager.get(given_name="Nina")
    operations.grant_role(actor=cast.SETTING_UP, person=nina, role="deputy-dsl", from_on=date(2099, 1, 1), at=AT)
    page = sign_in(cast.ivy()).post(f"/people/{nina.pk}/invite/", {"login": "nina"}).content.decode()
    assert "only somebody who decides about roles" in page
    assert "shown only once" in dana.post(f"/people/{nina.pk}/invite/", {"login": "nina"}).content.decode()
    # nor does Ivy get a link for her before the day has come
    nina.refresh_from_db()
    assert sign_in(cast.ivy()).get(f"/accounts/{nina.user_id}/link/").status_code == 404


def test_a_login_that_changes_leaves_the_old_one_with_its_owner() -> None:
    tom, actor = cast.tom(), cast.acting(cast.ivy())
    was = tom.pseudonym
    operations.describe_person(actor=actor, at=AT, person=tom, given={"login": "tom.reed", "family_name": "Reed"})
    assert tom.pseudonym != was
    assert EarlierLogin._base_manager.get(person=tom).pseudonym == was
    with pytest.raises(ValidationError, match="somebody else"):
        operations.describe_person(actor=actor, at=AT, person=cast.sue(), given={"login": "TOM"})


def test_an_address_that_changes_is_told_to_the_old_one_and_the_account_follows() -> None:
    tom = cast.tom()
    old = tom.email
    operations.describe_person(actor=cast.acting(cast.ivy()), at=AT, person=tom, given={"email": "t@new.example"})
    tom.user.refresh_from_db()
    assert tom.user.email == "t@new.example"
    assert OutboxMessage.objects.get(kind="address-changed").recipient == old


def test_ivy_does_not_change_where_the_lead_gets_her_notices(sign_in: SignIn) -> None:
    dana = cast.dana()
    given = {"given_name": "Dana", "family_name": "Shah", "login": "dana", "email": "ivy@oakfield.example"}
    page = sign_in(cast.ivy()).post(f"/people/{dana.pk}/change/", given).content.decode()
    assert "They read about people" in page
    dana.refresh_from_db()
    assert dana.email == "dana@oakfield.example"
    sign_in(cast.hana()).post(f"/people/{dana.pk}/change/", given | {"email": "d@oakfield.example"})
    dana.refresh_from_db()
    assert dana.email == "d@oakfield.example"


def test_leo_moves_to_another_year_and_class(sign_in: SignIn) -> None:
    leo, today = cast.leo(), timezone.localdate()
    group = cast.class_9b()
    day = {"on_0": today.day, "on_1": today.month, "on_2": today.year}
    ivy = sign_in(cast.ivy())
    ivy.post(f"/people/{leo.pk}/classes/", {"year": "10", **day})
    assert [one.name for one in queries.list_classes_of(leo, on=today)] == ["Year 10"]
    assert queries.get_group_of(leo, on=today).age_band == "11-16"
    ivy.post(f"/people/{leo.pk}/classes/", {"classes": [str(group.pk)], **day})
    assert [one.name for one in queries.list_classes_of(leo, on=today)] == ["Year 10", "9B"]
    tom = cast.tom()
    ivy.post(f"/people/{tom.pk}/classes/", {"classes": [str(group.pk)], **day})
    assert [one.name for one in queries.list_classes_of(tom, on=today)] == ["9B"]


def test_dana_notes_a_court_order_and_the_past_stays(sign_in: SignIn) -> None:
    leo, pat, dana = cast.leo(), cast.pat(), sign_in(cast.dana())
    page = f"/people/{leo.pk}/parents/"
    assert "Pat Marsh" in dana.get(f"{page}?words=marsh").content.decode()
    given = {"has_responsibility": "yes", "no_contact": "no", "source": "Admission form"}
    dana.post(f"{page}{pat.pk}/", given)
    assert queries.list_responsible_parents(leo) == [pat]
    dana.post(f"{page}{pat.pk}/", given | {"no_contact": "yes", "source": "Court order"})
    assert queries.list_responsible_parents(leo) == []
    shown = dana.get(page).content.decode()
    assert "Court order" in shown
    assert "Admission form" not in shown.partition("Noted before")[0]
    assert ParentLink._base_manager.filter(child=leo).count() == 2
    dana.post(f"{page}{pat.pk}/", {"end": "yes"})
    assert "Nobody is noted" in dana.get(page).content.decode()
    assert ParentLink._base_manager.filter(child=leo).count() == 2


def test_ivy_sees_nothing_of_court_orders_and_nobody_is_their_own_parent(sign_in: SignIn) -> None:
    assert sign_in(cast.ivy()).get(f"/people/{cast.leo().pk}/parents/").status_code == 404
    assert sign_in(cast.chris()).get(f"/people/{cast.leo().pk}/change/").status_code == 404
    with pytest.raises(ValidationError, match="own parent"):
        operations.note_parent(
            actor=cast.acting(cast.dana()),
            at=AT,
            parent=cast.leo(),
            child=cast.leo(),
            has_responsibility=True,
            no_contact=False,
            source="A slip",
            on=TODAY,
        )


def test_a_partners_tutor_who_is_a_governor_too_still_sees_only_whom_she_teaches() -> None:
    ria, oakfield = cast.ria(), cast.oakfield()
    cast.leo(), cast.tom()
    operations.grant_role(
        actor=cast.SETTING_UP, person=ria, role="governor", establishment=oakfield, from_on=TODAY, at=AT
    )
    actor = actor_for(ria.user, at=AT, establishment_id=oakfield.pk, second_factor=True)
    assert queries.search_people(actor, "marsh") == []
