"""What was typed comes back from under its seal letter by letter, through the pages of a case."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.concerns.scenes import a_case, a_concern, somebody, version_of
from tests.web.hostile import strings
from tutela.web.concerns import queries

SignIn = Callable[..., Client]
FITS = tuple(line for line in (*strings.SHORT, *strings.LONG) if len(line) < 9_990)


def test_every_string_written_into_a_case_is_read_as_it_was_typed(sign_in: SignIn) -> None:
    dana, case = sign_in(cast.dana()), a_case(a_concern(somebody(cast.leo())))
    for number, template in enumerate(FITS):
        sent = {"kind": "note", "text": strings.marked(template, number)[0], "place": ""}
        answer = _write(dana, case.pk, sent)
        assert answer.status_code == 302, (template[:60], answer.content.decode()[-4000:])
    now = timezone.now()
    read = queries.read_case(actor=cast.acting(cast.dana()), case_id=case.pk, today=now.date(), at=now)
    kept = [moment.text for moment in read.chronology if moment.kind == "note"]
    assert sorted(kept) == sorted(strings.kept(strings.marked(line, number)[0]) for number, line in enumerate(FITS))
    assert not any("\r" in text for text in kept)


@pytest.mark.parametrize("template", strings.REFUSED)
def test_a_character_that_no_database_keeps_is_refused_in_words_and_nothing_is_written(
    template: str, sign_in: SignIn
) -> None:
    dana, case = sign_in(cast.dana()), a_case(a_concern(somebody(cast.leo())))
    before = version_of(case.pk)
    answer = _write(dana, case.pk, {"kind": "note", "text": strings.marked(template, 1)[0], "place": ""})
    assert answer.status_code == 200
    assert "contains a character that cannot be kept. Type it again without it" in answer.content.decode()
    assert version_of(case.pk) == before


def _write(browser: Client, pk: UUID, sent: dict[str, str]) -> HttpResponse:
    day = {"on_0": "20", "on_1": "11", "on_2": "2020"}
    return browser.post(f"/concerns/cases/{pk}/add/", {**sent, **day, "version": version_of(pk)})
