"""The police ask, Dev allows, Dana exports: exactly what left the house is on the register and proves itself."""

import json
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import a_case, a_concern, somebody
from tests.web.referrals.scenes import DECIDED, a_referral, a_request, a_step, allow
from tests.web.referrals.test_referring import chronology, text
from tutela.keys import KeyFolder
from tutela.web.concerns.models import SafeguardingCase
from tutela.web.core import paper
from tutela.web.core.models import AuditEntry
from tutela.web.referrals import operations
from tutela.web.referrals.models import Share
from tutela.web.referrals.rules.referrals import NotNow

SignIn = Callable[..., Client]


@pytest.mark.requirement("S0.29", "S3.19")
def test_a_request_is_allowed_by_a_second_person_and_what_left_stands_on_the_register(sign_in: SignIn) -> None:
    case, dana, dev = a_case(), sign_in(cast.dana()), sign_in(cast.dev())
    page = text(dana, f"/concerns/cases/{case.pk}/disclosures/")
    assert "Nobody has asked for anything yet" in page
    asked = {
        "asker": "police", "who": "DC Amir Khan", "on_0": "20", "on_1": "11", "on_2": "2026", "what": "The chronology",
        "basis": "crime", "why": "They investigate the messages.",
    }  # fmt: skip
    wrong = dana.post(f"/concerns/cases/{case.pk}/disclosures/request/", {**asked, "basis": ""})
    assert "Select a ground" in wrong.content.decode()
    request = dana.post(f"/concerns/cases/{case.pk}/disclosures/request/", asked).headers["Location"]
    assert "somebody else decides: Dev" in text(dana, request)
    assert dana.get(f"{request}export/").status_code == 404
    own = dana.post(f"{request}decide/", {"decision": "allow", "text": "It is right."})
    assert "A second person has to decide" in own.content.decode()
    assert dev.post(f"{request}decide/", {"decision": "allow", "text": "The letter is signed."}).status_code == 302

    made = dana.post(f"{request}export/", {"form": "chronology-pdf"})
    assert made.content[:5] == b"%PDF-"
    share = Share._base_manager.get()
    assert share.sha256 == sha256(made.content).hexdigest()
    given = {
        "share": str(share.pk),
        "on_0": "20",
        "on_1": "11",
        "on_2": "2026",
        "way": "by-hand",
        "text": "To DC Khan.",
    }
    assert dana.post(f"{request}hand-over/", given).status_code == 302
    page = text(dana, request)
    assert share.sha256 in page
    assert "By hand, 20 November 2026" in page
    register = text(dana, "/disclosures/")
    assert "To prevent or detect a crime" in register
    assert "Handed over" in register
    assert any(one.startswith("Sharing of information: Police: Handed over.") for one in chronology(case.pk))
    assert AuditEntry.objects.filter(action="share.make", details__contains=share.sha256).exists()


def test_a_refusal_stands_on_the_register_for_ever_and_ends_the_request(sign_in: SignIn) -> None:
    request, client = a_request(), sign_in(cast.dana())
    address = f"/disclosures/{request.pk}/"
    assert (
        client.post(f"{address}decide/", {"decision": "refuse", "text": "No order, and no consent."}).status_code == 302
    )
    assert "No order, and no consent." in text(client, address)
    assert client.get(f"{address}decide/").status_code == 404
    assert client.get(f"{address}hand-over/").status_code == 404
    with pytest.raises(NotNow):
        allow(request)


def test_where_nobody_else_may_read_a_case_who_allowed_it_outside_is_written_down(sign_in: SignIn) -> None:
    about_dana = a_case(a_concern(somebody(cast.dana(), "alleged")), by=cast.hana())
    request, client = a_request(about_dana, by=cast.hana()), sign_in(cast.hana())
    address = f"/disclosures/{request.pk}/"
    assert "Ask somebody outside" in text(client, address)
    alone = client.post(f"{address}decide/", {"decision": "allow", "text": "It is right."})
    assert "A second person has to decide" in alone.content.decode()
    named = {"decision": "allow", "text": "It is right.", "outsider": "R. Osei, data protection officer"}
    assert client.post(f"{address}decide/", named).status_code == 302
    assert "R. Osei, data protection officer" in text(client, address)
    for who in (cast.dana, cast.dev, cast.chris, cast.ivy):
        assert sign_in(who()).get(address).status_code == 404


def an_export(sign_in: SignIn, case: SafeguardingCase) -> bytes:
    request = a_request(case)
    allow(request)
    made = sign_in(cast.dana()).post(f"/disclosures/{request.pk}/export/", {"form": "case-zip"})
    assert made.headers["Content-Type"] == "application/zip", made.content[:2000]
    assert Share._base_manager.get(disclosure=request).sha256 == sha256(made.content).hexdigest()
    return made.content


def test_a_court_gets_one_file_that_python_alone_proves(sign_in: SignIn, tmp_path: Path, key_folder: Path) -> None:
    case = a_case()
    referral = a_referral(case)
    client = sign_in(cast.dana())
    pack = client.post(f"/referrals/{referral.pk}/pack/word/").content
    share = Share._base_manager.get(referral=referral)
    a_step(referral, "sent", DECIDED, way="secure-mail", share_id=share.pk)
    (tmp_path / "case.zip").write_bytes(an_export(sign_in, case))
    with ZipFile(tmp_path / "case.zip") as packed:
        names = set(packed.namelist())
        told = json.loads(packed.read("case.json"))
        assert packed.read("files/referral-pack-1.docx") == pack
        assert packed.read("chronology.pdf")[:5] == b"%PDF-"
        entries = [json.loads(line) for line in packed.read("audit/entries.jsonl").splitlines()]
        packed.extract("verify.py", tmp_path)
    assert {"manifest.json", "manifest.sig", "README.txt", "audit/checkpoint.txt"} <= names
    assert "kingfisher" in json.dumps(told["case"]["concerns"])
    assert told["case"]["referrals"][0]["route"] == "social-care-england"
    actions = {entry["action"] for entry in entries}
    assert {"concern.raise", "concern.read", "case.open", "case.read", "referral.decide", "case.export"} <= actions
    key = KeyFolder(key_folder).verify_key().public_bytes_raw().hex()
    command = [sys.executable, "-I", "-S", "verify.py", "case.zip", "--key", key]
    proved = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env={})
    assert (proved.returncode, proved.stderr) == (0, ""), proved.stdout
    assert f"{len(entries)} entries of who did and read what stand in a record" in proved.stdout


def test_the_entries_of_another_case_are_not_in_an_export(sign_in: SignIn) -> None:
    other = a_case(a_concern(somebody(cast.mia())))
    with ZipFile(BytesIO(an_export(sign_in, a_case()))) as packed:
        everything = b"".join(packed.read(name) for name in packed.namelist())
    assert str(other.pk).encode() not in everything
    assert b"Mia" not in everything


def test_where_no_pdf_can_be_made_nothing_is_written_down(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise paper.NoPaper("A library is missing.")

    request = a_request()
    allow(request)
    monkeypatch.setattr(paper, "_weasyprint", refuse)
    answer = sign_in(cast.dana()).post(f"/disclosures/{request.pk}/export/", {"form": "case-zip"})
    assert answer.status_code == 503
    assert "A library is missing." in answer.content.decode()
    assert not Share._base_manager.exists()


def test_a_file_is_not_made_for_a_request_that_nobody_allowed() -> None:
    request = a_request()
    with pytest.raises(NotNow):
        operations.keep_share(
            actor=cast.acting(cast.dana()),
            disclosure_id=request.pk,
            form="chronology-pdf",
            made=b"x",
            contents={},
            at=DECIDED,
        )
