"""What was locked in Leo's case is destroyed on the word of the police, and by no period of keeping."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.web.exhibits.scenes import an_exhibit
from tests.web.pages import words_of
from tests.web.retention.scenes import LATER, a_closed_case, confirm, destroy, put_forward
from tutela.settings import Settings
from tutela.web.concerns.models import SafeguardingCase
from tutela.web.core import sealing
from tutela.web.exhibits import operations as exhibits
from tutela.web.exhibits import shares, tasks, vault
from tutela.web.exhibits.models import Exhibit
from tutela.web.retention import queries, rules
from tutela.web.retention.models import Certificate
from tutela.web.retention.rules import NotNow

SignIn = Callable[..., Client]


def lock(case: SafeguardingCase, tutela: Settings) -> Exhibit:
    exhibit = an_exhibit(tutela, case=case)
    exhibits.lock_exhibit(actor=cast.acting(cast.dana()), exhibit_id=exhibit.pk, at=case.opened_at)
    return exhibit


def on_the_word_of_the_police(exhibit: Exhibit) -> None:
    at = LATER - timedelta(days=1)
    exhibits.ask_destruction(
        actor=cast.acting(cast.dana(), at=at), exhibit_id=exhibit.pk, officer="DC Khan", reference="44",
        told_on=at.date(), at=at,
    )  # fmt: skip
    exhibits.approve_destruction(actor=cast.acting(cast.dev(), at=at), exhibit_id=exhibit.pk, at=at)


def test_a_case_with_something_locked_is_not_put_forward_until_the_police_have_spoken(
    tutela: Settings, sign_in: SignIn
) -> None:
    confirm()
    case = a_closed_case()
    exhibit = lock(case, tutela)
    with pytest.raises(NotNow, match="the police have not said"):
        put_forward(case)
    [stand] = queries.list_standing(cast.acting(cast.dana(), at=LATER), cast.oakfield(), LATER.date())
    assert (stand.has_locked, stand.is_held) == (True, False)
    assert "the police have not said what becomes of it" in words_of(
        sign_in(cast.dana()).get(reverse("retention:case", args=[case.pk]))
    )
    on_the_word_of_the_police(exhibit)
    assert destroy(put_forward(case)).case_id == case.pk


def test_what_is_locked_after_a_case_was_put_forward_keeps_it(tutela: Settings) -> None:
    confirm()
    case = a_closed_case()
    proposal = put_forward(case)
    exhibit = lock(case, tutela)
    with pytest.raises(NotNow, match="the police have not said"):
        destroy(proposal)
    tasks.tidy(LATER)
    assert vault.place_of(tutela.exhibits, exhibit.pk).exists()
    assert not Certificate._base_manager.exists()


def test_the_database_itself_refuses_the_certificate(tutela: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    confirm()
    case = a_closed_case()
    proposal = put_forward(case)
    lock(case, tutela)
    monkeypatch.setattr(rules, "check_decision", lambda *_, **__: None)
    with pytest.raises(DatabaseError, match="a locked exhibit keeps this case"), transaction.atomic():
        destroy(proposal)
    assert not Certificate._base_manager.exists()


def test_were_its_case_erased_all_the_same_the_locked_file_and_its_half_of_the_key_stay(tutela: Settings) -> None:
    case = a_closed_case()
    exhibit = lock(case, tutela)
    sealing.destroy_case_key(exhibit.case.case_key, at=LATER)
    tasks.tidy(LATER)
    assert vault.place_of(tutela.exhibits, exhibit.pk).exists()
    assert [name for name in shares.list_kept(tutela.keys) if name.endswith(exhibit.pk.hex)]
