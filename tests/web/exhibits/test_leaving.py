"""Exhibits leave with the case where they were chosen, with the ledger of all; what is locked leaves as facts."""

import io
import json
from collections.abc import Callable
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.concerns.scenes import a_case, a_concern
from tests.web.exhibits.scenes import CHAT, a_picture, an_exhibit, as_they_came
from tests.web.referrals.test_disclosing import a_request, allow
from tutela.settings import Settings
from tutela.web.exhibits import operations, rules
from tutela.web.exhibits.models import Exhibit

SignIn = Callable[..., Client]


def test_the_case_file_holds_what_was_chosen_and_nothing_of_what_is_locked(sign_in: SignIn, tutela: Settings) -> None:
    chat = an_exhibit(tutela)
    other = an_exhibit(tutela, b"It is not chosen.", "text", case=chat.case)
    locked = an_exhibit(tutela, a_picture(), "png", case=chat.case)
    dana, at = cast.acting(cast.dana()), timezone.now()
    operations.lock_exhibit(actor=dana, exhibit_id=locked.pk, at=at)
    operations.note_not_kept(
        actor=dana, case_id=chat.case_id, exhibit_id=locked.pk, facts={"told": "Sue"}, reference="44/2026", at=at
    )
    request, client = a_request(chat.case), sign_in(cast.dana())
    allow(request)
    page = f"/disclosures/{request.pk}/export/"
    asked = client.get(page).content.decode()
    assert str(chat.pk) in asked
    assert str(locked.pk) not in asked
    refused = client.post(page, {"form": "case-zip", "exhibits": [str(locked.pk)]})
    assert refused.headers["Content-Type"].startswith("text/html")
    made = client.post(page, {"form": "case-zip", "exhibits": [str(chat.pk)]})
    with ZipFile(io.BytesIO(made.content)) as packed:
        inside = {name for name in packed.namelist() if name.startswith("exhibits/")}
        assert inside == {"exhibits/exhibit-1.txt", "exhibits/ledger.json"}
        assert packed.read("exhibits/exhibit-1.txt") == CHAT
        told = json.loads(packed.read("exhibits/ledger.json"))["exhibits"]
        entries = packed.read("audit/entries.jsonl").decode()
    assert [one["sha256"] for one in told] == [chat.sha256, other.sha256, locked.sha256]
    assert told[0]["ledger"][-1]["kind"] == rules.EXPORTED
    assert "name" not in told[2]
    assert told[2]["facts"][0]["police_reference"] == "44/2026"
    assert "exhibit.exported" in entries
    with pytest.raises(rules.NotNow, match="locked"):
        operations.export_exhibits(actor=dana, case_id=chat.case_id, chosen={locked.pk}, why="I must", at=at)


def test_web_records_of_a_case_become_an_exhibit(sign_in: SignIn, tutela: Settings) -> None:
    seen = {"at": "2026-11-20T13:59:00+00:00", "url": "https://forum.example/plover", "host": "forum.example"}
    case, dana = a_case(a_concern(events=[seen])), sign_in(cast.dana())
    made = dana.post(f"/concerns/cases/{case.pk}/exhibits/web-records/")
    exhibit = Exhibit._base_manager.get(case=case)
    assert made.headers["Location"] == f"/exhibits/{exhibit.pk}/"
    assert json.loads(as_they_came(exhibit.pk))[0]["events"] == [seen]
    assert "forum.example/plover" in dana.post(f"/exhibits/{exhibit.pk}/view/", {"why": "To read"}).content.decode()


def test_a_case_without_web_records_says_so(sign_in: SignIn, tutela: Settings) -> None:
    case, dana = a_case(), sign_in(cast.dana())
    said = dana.post(f"/concerns/cases/{case.pk}/exhibits/web-records/", follow=True).content.decode()
    assert "No concern of this case holds web records" in said
    assert not Exhibit._base_manager.exists()
