"""Exhibits of a case that only Dana reads: for Dev, her deputy, there is none, whatever address he tries."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.web.concerns.scenes import version_of
from tests.web.exhibits.scenes import an_exhibit
from tests.web.pages import words_of
from tutela.settings import Settings
from tutela.web.concerns import operations as concerns
from tutela.web.core.models import OutboxMessage
from tutela.web.exhibits import queries, urls
from tutela.web.exhibits.models import Custody, Exhibit, NotKept

SignIn = Callable[..., Client]
OF_CASE = ("of-case", "ask", "upload", "keep-web-records", "not-kept")


@pytest.mark.requirement("S3.19")
def test_dev_finds_no_exhibit_of_a_case_that_does_not_name_him_by_any_address(
    sign_in: SignIn, tutela: Settings
) -> None:
    chat, dev, dana = an_exhibit(tutela), sign_in(cast.dev()), sign_in(cast.dana())
    assert dev.get(f"/exhibits/{chat.pk}/").status_code == 200
    OutboxMessage._base_manager.all().delete()
    concerns.set_readers(
        actor=cast.acting(cast.dana()), case_id=chat.case_id, version=version_of(chat.case_id),
        people=[cast.dana().pk], words="It is of that kind.", at=timezone.now(),
    )  # fmt: skip
    names = {str(one.name) for one in urls.urlpatterns}
    assert set(OF_CASE) < names
    for name in sorted(names):
        here = reverse(f"exhibits:{name}", args=[chat.case_id if name in OF_CASE else chat.pk])
        nowhere = reverse(f"exhibits:{name}", args=[uuid4()])
        for ask in (dev.get, dev.post):
            found, missing = ask(here), ask(nowhere)
            assert found.status_code == missing.status_code, (name, ask)
            assert found.status_code in (404, 405), (name, ask)
            assert words_of(found) == words_of(missing)
    actor = cast.acting(cast.dev())
    for model in (Exhibit, Custody, NotKept):
        assert not model.visible_to(actor).exists()
    assert queries.list_choices(actor, chat.case_id) == []
    assert queries.list_objects(actor, chat.case_id) == []
    assert queries.sum_sizes(actor, [chat.pk]) == 0
    for page in ("/", "/concerns/", "/concerns/cases/", "/transfers/", "/disclosures/"):
        said = dev.get(page, follow=True).content.decode()
        assert str(chat.pk) not in said
        assert str(chat.case_id) not in said
    assert not OutboxMessage._base_manager.filter(recipient=cast.dev().email).exists()
    assert dana.get(f"/exhibits/{chat.pk}/").status_code == 200
    assert UUID(str(chat.pk)) in queries.find_taken(cast.acting(cast.dana()), [chat.pk])
    assert queries.find_taken(actor, [chat.pk]) == {chat.pk: None}
