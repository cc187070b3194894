"""Who takes on a role and who gives it up: by whom, when a second person has to agree, and what never happens."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils import timezone

from tests import cast
from tutela.web.accounts.operations import make_sign_in_link
from tutela.web.core.models import OutboxMessage
from tutela.web.establishments import operations, queries, rules
from tutela.web.establishments.models import Person, RoleHolding, RoleProposal

SignIn = Callable[..., Client]
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
IT, LEAD, HEAD, CHAIR = cast.ivy, cast.dana, cast.hana, cast.chris


def give(by: Callable[[], Person], to: Person, role: str, **more: object) -> operations.Given:
    return operations.give_role(actor=cast.acting(by()), at=AT, person=to, role=role, on=TODAY, **more)


def holding(person: Person, role: str) -> RoleHolding:
    return RoleHolding._base_manager.get(person=person, role=role)


def roles(person: Person) -> list[str]:
    return queries.list_roles(person, person.establishment, at=AT)


def test_ivy_gives_a_role_that_reads_nothing_at_once() -> None:
    given = give(IT, cast.sue(), "governor")
    assert given.proposal is None
    assert roles(cast.sue()) == ["support", "governor"]
    assert holding(cast.sue(), "governor").given_by == cast.ivy()


@pytest.mark.parametrize("role", ["dsl", "deputy-dsl", "head", "chair"])
def test_what_ivy_wants_of_a_role_that_reads_waits_for_the_head_or_the_lead(role: str) -> None:
    cast.dana(), cast.hana()
    given = give(IT, cast.tom(), role)
    assert given.holding is None
    assert roles(cast.tom()) == ["teacher"]
    with pytest.raises(operations.NotByYou, match="You proposed it"):
        operations.agree(actor=cast.acting(cast.ivy()), at=AT, pk=given.proposal.pk)
    operations.agree(actor=cast.acting(cast.dana()), at=AT, pk=given.proposal.pk)
    assert role in roles(cast.tom())


def test_every_role_that_reads_about_people_or_gives_out_roles_is_heavy() -> None:
    assert {key for key in ("dsl", "deputy-dsl") if rules.weight_of(key) == rules.Weight.READS} == {"dsl", "deputy-dsl"}
    assert {rules.weight_of(key) for key in ("head", "chair")} == {rules.Weight.STEERS}
    assert {rules.weight_of(key) for key in ("it", "teacher", "learner", "governor", "trust-lead")} == {
        rules.Weight.PLAIN
    }


@pytest.mark.parametrize("who", [IT, LEAD, HEAD, CHAIR])
def test_nobody_gives_themselves_anything(who: Callable[[], Person]) -> None:
    with pytest.raises(operations.NotByYou):
        give(who, who(), "governor")
    with pytest.raises(operations.NotByYou):
        give(who, who(), "dsl")


@pytest.mark.parametrize("who", ["tom", "dev", "gwen", "leo", "pat", "theo", "asa"])
def test_others_neither_give_nor_end_a_role(who: str) -> None:
    actor = cast.acting(getattr(cast, who)())
    with pytest.raises(operations.NotByYou):
        operations.give_role(actor=actor, at=AT, person=cast.sue(), role="governor", on=TODAY)
    with pytest.raises(operations.NotByYou):
        operations.stop_role(actor=actor, at=AT, holding=holding(cast.sue(), "support"), on=TODAY)


def test_a_declared_conflict_keeps_out_here_too() -> None:
    operations.exclude(actor=cast.SETTING_UP, person=cast.dana(), about_person=cast.tom(), reason="Married", at=AT)
    with pytest.raises(operations.NotByYou, match="conflict"):
        give(LEAD, cast.tom(), "deputy-dsl")
    proposal = give(IT, cast.tom(), "deputy-dsl").proposal
    assert cast.dana() not in queries.list_deciders(cast.tom(), besides=None, at=AT)
    with pytest.raises(operations.NotByYou):
        operations.agree(actor=cast.acting(cast.dana()), at=AT, pk=proposal.pk)
    assert not queries.list_role_proposals(cast.acting(cast.dana())).exists()


def test_hana_gives_and_ends_a_deputys_role_at_once_and_its_past_stays() -> None:
    give(HEAD, cast.tom(), "deputy-dsl")
    later = AT + timedelta(days=30)
    operations.stop_role(
        actor=cast.acting(cast.hana()), at=later, holding=holding(cast.tom(), "deputy-dsl"), on=later.date()
    )
    ended = holding(cast.tom(), "deputy-dsl")
    assert (ended.from_on, ended.until_on, ended.ended_by) == (TODAY, later.date(), cast.hana())
    assert queries.list_roles(cast.tom(), cast.oakfield(), at=later) == ["teacher"]


def test_a_head_is_made_by_two_people_of_whom_neither_is_that_person() -> None:
    proposal = give(LEAD, cast.tom(), "head").proposal
    cast.chris()
    assert roles(cast.tom()) == ["teacher"]
    with pytest.raises(operations.NotByYou):
        operations.agree(actor=cast.acting(cast.tom()), at=AT, pk=proposal.pk)
    operations.agree(actor=cast.acting(cast.chris()), at=AT, pk=proposal.pk)
    assert "head" in roles(cast.tom())
    with pytest.raises(operations.NotWaiting):
        operations.agree(actor=cast.acting(cast.chris()), at=AT, pk=proposal.pk)


def test_what_is_not_agreed_to_does_not_come_about_and_is_not_forgotten() -> None:
    proposal = give(IT, cast.tom(), "deputy-dsl").proposal
    with pytest.raises(operations.AlreadyHolds):
        give(IT, cast.tom(), "deputy-dsl")
    operations.decline(actor=cast.acting(cast.hana()), at=AT, pk=proposal.pk)
    assert roles(cast.tom()) == ["teacher"]
    assert RoleProposal._base_manager.get().decided_by == cast.hana()
    assert give(IT, cast.tom(), "deputy-dsl").proposal is not None


def test_ivy_takes_back_what_she_proposed() -> None:
    proposal = give(IT, cast.tom(), "deputy-dsl").proposal
    operations.decline(actor=cast.acting(cast.ivy()), at=AT, pk=proposal.pk)
    assert not queries.list_role_proposals(cast.acting(cast.hana())).exists()


def test_the_deciders_are_told_and_the_one_it_is_about_is_not() -> None:
    cast.dana(), cast.hana(), cast.chris()
    give(IT, cast.dana(), "head")
    told = set(OutboxMessage.objects.filter(kind="role-proposed").values_list("recipient", flat=True))
    assert told == {cast.hana().email, cast.chris().email}


@pytest.mark.parametrize(("role", "whose", "by"), [("dsl", LEAD, HEAD), ("head", HEAD, LEAD)])
def test_the_last_lead_and_the_last_head_stay_until_there_is_another(
    role: str, whose: Callable[[], Person], by: Callable[[], Person]
) -> None:
    actor, held = cast.acting(by()), holding(whose(), role)
    with pytest.raises(operations.LastLead, match="Give the role to somebody first"):
        operations.stop_role(actor=actor, at=AT, holding=held, on=TODAY)
    operations.grant_role(actor=cast.SETTING_UP, person=cast.sue(), role=role, from_on=TODAY, at=AT)
    given = operations.stop_role(actor=actor, at=AT, holding=held, on=TODAY)
    if given.proposal:
        operations.agree(actor=cast.acting(cast.chris()), at=AT, pk=given.proposal.pk)
    assert role not in roles(whose())


def test_a_successor_who_begins_later_is_no_other_lead_today() -> None:
    held = holding(cast.dana(), "dsl")
    actor = cast.acting(cast.hana())
    operations.grant_role(actor=cast.SETTING_UP, person=cast.sue(), role="dsl", from_on=date(2027, 1, 4), at=AT)
    with pytest.raises(operations.LastLead):
        operations.stop_role(actor=actor, at=AT, holding=held, on=TODAY)
    operations.stop_role(actor=actor, at=AT, holding=held, on=date(2027, 1, 4))
    assert queries.list_holders(cast.oakfield(), "dsl", at=AT) == [cast.dana()]


def test_the_last_head_does_not_leave_without_another() -> None:
    with pytest.raises(operations.LastLead):
        operations.leave(actor=cast.acting(cast.hana()), at=AT, person=cast.hana(), on=TODAY)


def test_ivy_ends_no_deputys_time() -> None:
    cast.dana(), cast.hana()
    given = operations.stop_role(
        actor=cast.acting(cast.ivy()), at=AT, holding=holding(cast.dev(), "deputy-dsl"), on=TODAY
    )
    assert given.proposal is not None
    assert roles(cast.dev()) == ["deputy-dsl"]


def test_whoever_begins_to_read_begins_their_account_anew() -> None:
    """Ivy once made a link for Tom, and may have used it: nothing that she knows opens what he reads from now on."""
    tom = cast.tom()
    old = make_sign_in_link(user=tom.user, actor=cast.SETTING_UP, at=timezone.now(), base_url="http://localhost")
    tom.user.set_password("copper violin meadow")
    tom.user.save()
    TOTP.activate(tom.user, generate_totp_secret())
    link = give(HEAD, tom, "deputy-dsl").link
    tom.user.refresh_from_db()
    assert not tom.user.has_usable_password()
    assert not Authenticator.objects.filter(user=tom.user).exists()
    assert link
    assert Client().get(f"/sign-in/{old.rstrip('/').rpartition('/')[2]}/").status_code == 404


def test_whoever_reads_already_keeps_their_account_as_it_is() -> None:
    TOTP.activate(cast.dev().user, generate_totp_secret())
    assert give(HEAD, cast.dev(), "dsl").link == ""
    assert Authenticator.objects.filter(user=cast.dev().user).exists()


def test_hana_gives_a_role_on_a_page_and_hands_over_the_link(sign_in: SignIn) -> None:
    tom, hana = cast.tom(), sign_in(cast.hana())
    page = hana.get(f"/people/{tom.pk}/").content.decode()
    assert f"/people/{tom.pk}/give-role/" in page
    today = timezone.localdate()
    day = {"on_0": today.day, "on_1": today.month, "on_2": today.year}
    page = hana.post(f"/people/{tom.pk}/give-role/", {"role": "deputy-dsl", **day}).content.decode()
    assert "shown only once" in page
    assert "/sign-in/" in page
    page = hana.get(f"/people/{tom.pk}/").content.decode()
    assert "given by Hana Novak" in page
    held = holding(tom, "deputy-dsl")
    hana.post(f"/people/roles/{held.pk}/end/", day)
    held.refresh_from_db()
    assert held.until_on == today


def test_ivy_proposes_on_a_page_and_dana_agrees(sign_in: SignIn) -> None:
    tom = cast.tom()
    cast.dana()
    today = timezone.localdate()
    day = {"on_0": today.day, "on_1": today.month, "on_2": today.year}
    ivy = sign_in(cast.ivy())
    page = ivy.post(f"/people/{tom.pk}/give-role/", {"role": "deputy-dsl", **day}, follow=True).content.decode()
    assert "A second person has to agree" in page
    proposal = RoleProposal._base_manager.get()
    assert "Take it back" in ivy.get(f"/people/roles/proposed/{proposal.pk}/").content.decode()
    dana = sign_in(cast.dana())
    assert "Tom Reed" in dana.get("/people/roles/").content.decode()
    assert "Select whether you agree" in dana.post(f"/people/roles/proposed/{proposal.pk}/").content.decode()
    assert (
        "shown only once" in dana.post(f"/people/roles/proposed/{proposal.pk}/", {"decision": "agree"}).content.decode()
    )
    assert sign_in(cast.tom()).get(f"/people/roles/proposed/{proposal.pk}/").status_code == 404


def test_nobody_is_offered_to_change_their_own_roles(sign_in: SignIn) -> None:
    hana = sign_in(cast.hana())
    page = hana.get(f"/people/{cast.hana().pk}/").content.decode()
    assert "This is you" in page
    assert "give-role" not in page
    assert hana.get(f"/people/{cast.hana().pk}/give-role/").status_code == 404


def test_a_learner_is_offered_no_role_of_staff(sign_in: SignIn) -> None:
    page = sign_in(cast.hana()).get(f"/people/{cast.leo().pk}/give-role/").content.decode()
    assert 'value="learner"' in page
    assert 'value="dsl"' not in page


def test_whoever_keeps_accounts_finds_them_beside_people(sign_in: SignIn) -> None:
    for who, sees in ((cast.ivy, "/people/"), (cast.hana, "/people/roles/")):
        assert 'href="/accounts/"' in sign_in(who()).get(sees).content.decode()
    assert 'href="/accounts/"' not in sign_in(cast.dana()).get("/people/roles/").content.decode()
