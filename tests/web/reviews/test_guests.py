"""Somebody from outside reviews with us: one review, redacted, until a day, and nothing else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests import cast
from tests.web.reviews.test_reviewing import AT, answer, publish, shipped, start, whole
from tutela.web.actions.operations import open_action
from tutela.web.actions.operations.refusals import CannotOwn
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.models import AuditEntry
from tutela.web.core.routing import PUBLIC, SIGNED_IN, walk
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person
from tutela.web.establishments.queries import leave_out_guests
from tutela.web.policies.models import Document
from tutela.web.policies.queries.people import of_audience
from tutela.web.reviews import operations
from tutela.web.reviews.frameworks.model import list_statements
from tutela.web.reviews.models import Comment, Guest, Review

SignIn = Callable[..., Any]
UNTIL = date(2026, 12, 7)


def invite(review: Review, email: str = "vera@inspect.example", until: date = UNTIL) -> Guest:
    guest, _ = operations.invite_guest(
        actor=cast.acting(cast.hana()),
        at=AT,
        review=review,
        given_name="Vera",
        family_name="Lund",
        email=email,
        until_on=until,
    )
    with acting_as(SystemActor("test")):
        return Guest.objects.select_related("person__user", "review").get(pk=guest.pk)


@pytest.mark.requirement("S2.2")
def test_hana_invites_vera_who_comes_in_by_the_link_and_finds_one_review(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review = start()
        given = {"given_name": "Vera", "family_name": "Lund", "email": "vera@inspect.example"}
        day = {"until_on_0": "7", "until_on_1": "12", "until_on_2": "2026"}
        shown = sign_in(cast.hana()).post(f"/reviews/{review.pk}/guests/", given | day).content.decode()
        link = shown.split('<code id="link">')[1].split("</code>")[0]
        assert "/sign-in/" in link
        with acting_as(SystemActor("look")):
            vera = Person.objects.get(login="vera@inspect.example")
        client = sign_in(vera)
        listed = client.get("/reviews/invited/").content.decode()
        assert "Filtering and monitoring" in listed
        assert client.get("/").status_code == 200
        assert sign_in(cast.tom()).get("/reviews/invited/").status_code == 404


def test_vera_reads_no_name_of_a_learner_and_no_small_number(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        leo, review = cast.leo(), start()
        part = next(part for part in list_statements(shipped()) if "monitoring.waiting" in part.evidence)
        publish("monitoring.waiting", 3)
        answer(
            review, part.id, 2, commentary=f"{leo.full_name} and 2 learners told us; write to dana@oakfield.example."
        )
        guest = invite(review)
        number = next(one.number for one in whole(review).statements if one.part.id == part.id)
        client = sign_in(guest.person)
        seen = client.get(f"/reviews/invited/{guest.pk}/{number}/").content.decode()
        assert "[name]" in seen
        for hidden in (leo.given_name, leo.family_name or "§", "2 learners", "dana@oakfield", "3 serious"):
            assert hidden not in seen.split("<main")[1].split("</main>")[0]
        assert "fewer than 5 learners" in seen
        assert "fewer than 5 serious alerts".casefold() in seen.casefold()


@pytest.mark.requirement("S2.2")
def test_a_comment_is_bound_to_what_vera_saw(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review = start()
        first = answer(review, list_statements(shipped())[0].id, 2)
        guest = invite(review)
        client, page = sign_in(guest.person), f"/reviews/invited/{guest.pk}/1/"
        saw = client.get(page).context["one"].saw_hash
        client.post(page, {"words": "Show me the list.", "saw": saw})
        answer(review, first.statement, 3, seen=first.pk, at=AT + timedelta(minutes=1))
        late = client.post(page, {"words": "Good.", "saw": saw}).content.decode()
        assert "has changed since you opened it" in late
        assert "What you saw then has changed since" in late
        with acting_as(SystemActor("look")):
            kept = Comment.objects.get()
        assert kept.saw_hash == saw
        assert '"level": "Begun"' in kept.saw
        told = sign_in(cast.dana()).get(f"/reviews/{review.pk}/1/").content.decode()
        assert "Show me the list." in told
        assert "Vera Lund" in told


def test_a_comment_needs_an_invitation_that_lasts_and_whatever_vera_opens_is_on_record(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        guest = invite(start())
        page = f"/reviews/invited/{guest.pk}/1/"
        one = sign_in(guest.person).get(page).context["one"]
        with acting_as(SystemActor("look")):
            assert AuditEntry.objects.filter(action="review.read-as-guest").count() == 1
        operations.end_invitation(actor=cast.acting(cast.hana()), at=AT, guest=guest)
        given = {"actor": cast.acting(cast.hana()), "guest": guest, "number": 1, "words": "Still here."}
        with pytest.raises(operations.NotShown):
            operations.comment(**given, at=AT, saw_hash=one.saw_hash)


def test_vera_is_no_partner_who_is_asked_to_agree_or_who_may_own_an_action() -> None:
    guest, partner = invite(start()), cast.ria()
    held = of_audience(cast.oakfield().pk, Document.Audience.PARTNERS, AT.date())
    assert guest.person not in held
    theirs = of_audience(cast.ridgeway().pk, Document.Audience.PARTNERS, AT.date())
    assert (partner in theirs) is (partner.kind == Person.Kind.PARTNER)
    assert leave_out_guests([guest.person, partner]) == [partner]
    with pytest.raises(CannotOwn):
        open_action(
            actor=SystemActor("test"), at=AT, establishment_id=cast.oakfield().pk, title="Look", source="A test",
            owner=guest.person,
        )  # fmt: skip


def guarded() -> list[str]:
    """Addresses that need a permission; what is open to everybody or to whoever is signed in shows them themselves."""
    routes = [one for one in walk() if "<" not in str(one.pattern.pattern)]
    return [reverse(one.name) for one in routes if getattr(one.pattern, "needs", PUBLIC) not in (PUBLIC, SIGNED_IN)]


def test_vera_opens_nothing_but_her_review(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        mine, other = start(), start(shipped("four-elements"))
        guest = invite(mine)
        client = sign_in(guest.person)
        opens = {address for address in guarded() if client.get(address).status_code != 404}
        assert opens == {"/", "/reviews/invited/"}
        for review in (mine, other):
            for page in ("", "1/", "paper/", "proposed/", "guests/", "certificate/", "figures/"):
                assert client.get(f"/reviews/{review.pk}/{page}").status_code == 404, page
        elsewhere = invite(other, "ola@inspect.example")
        assert client.get(f"/reviews/invited/{elsewhere.pk}/").status_code == 404
        assert client.get(f"/reviews/invited/{guest.pk}/999/").status_code == 404


def test_an_invitation_ends_on_its_day_or_when_hana_ends_it(sign_in: SignIn) -> None:
    review = start()
    guest = invite(review)
    with time_machine.travel(AT + timedelta(days=20), tick=False):
        assert sign_in(guest.person).get(f"/reviews/invited/{guest.pk}/").status_code == 404
    with time_machine.travel(AT, tick=False):
        client = sign_in(guest.person)
        assert client.get(f"/reviews/invited/{guest.pk}/").status_code == 200
        sign_in(cast.hana()).post(f"/reviews/guests/{guest.pk}/end/")
        assert client.get(f"/reviews/invited/{guest.pk}/").status_code in (302, 404)
        with acting_as(SystemActor("look")):
            guest.person.user.refresh_from_db()
        assert not guest.person.user.is_active
        again = invite(review)
        assert sign_in(again.person).get(f"/reviews/invited/{again.pk}/").status_code == 200


@pytest.mark.parametrize("until", [date(2026, 11, 23), date(2027, 3, 1)])
def test_an_invitation_lasts_from_a_day_to_three_months(until: date) -> None:
    review = start()
    with time_machine.travel(AT, tick=False), pytest.raises(operations.BadDay):
        invite(review, until=until)


def test_nobody_who_has_an_account_becomes_a_guest_by_its_address() -> None:
    review = start()
    tom = cast.tom()
    with pytest.raises(operations.HasAccount):
        invite(review, tom.login)
    elsewhere = cast.eli()
    with pytest.raises((operations.HasAccount, ValidationError)):
        invite(review, elsewhere.user.login)
    vera = invite(review)
    establishments.grant_role(
        actor=SystemActor("test"), person=vera.person, role="governor", from_on=date(2026, 11, 1), at=AT
    )
    with pytest.raises(operations.HasAccount):
        invite(review)
