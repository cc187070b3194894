"""Oakfield shares a text as a template and takes in those of others: nobody is named, and whose it is stays known."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import cast
from tests.web.pages import words_of
from tests.web.policies.scenes import AT, approve, begun, dana, draft_of, mend, publish, published, renewed
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.establishments.handing_on import signed
from tutela.web.establishments.handing_on.personal import Known, find_personal
from tutela.web.establishments.handing_on.refusals import AnotherHand, BadFile, MadeHere, NotLicensed, TakenInBefore
from tutela.web.policies import operations, queries
from tutela.web.policies.authored import shared, shelf
from tutela.web.policies.authored.model import Bar, Rule
from tutela.web.policies.models import SharedTemplate, Version
from tutela.web.policies.texts import wording as words

SignIn = Callable[..., Client]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def test_a_shipped_template_holds_nothing_that_would_keep_it_back() -> None:
    texts = [(clause.title, clause.text) for one in shelf.list_shipped().values() for clause in one.clauses]
    assert find_personal(texts, Known()) == []


def a_file(version: Version, number: int = 1, key: Ed25519PrivateKey = KEY, text: str = "") -> bytes:
    """As Elm Park would make it of a document of its own."""
    template = msgspec.structs.replace(
        shelf.from_text(version.base.content), id="shared-0b0b0b0b-0000-4000-8000-000000000001", version=number,
        title="Phones at Elm Park", source="Elm Park", licence="CC BY 4.0",
    )  # fmt: skip
    if text:
        first = msgspec.structs.replace(template.clauses[0], text=text)
        template = msgspec.structs.replace(template, clauses=(first, *template.clauses[1:]))
    public = key.public_key().public_bytes_raw().hex()
    file = shared.Shared(
        format=shared.FORMAT, establishment="Elm Park School", author="Its online safety group", made=AT.isoformat(),
        key=public, template=template,
    )  # fmt: skip
    return shared.write(file, key)


@pytest.mark.requirement("S4.42")
def test_dana_cannot_share_what_names_leo_and_can_once_it_is_mended(sign_in: SignIn) -> None:
    version, client = published(), sign_in(cast.dana())
    clause = words.from_text(version.content).clauses[0].id
    cast.leo()
    named = renewed(version, clause, "Like Leo Marsh we tell {contact}.", AT + timedelta(hours=1))
    page = f"/policies/{named.document.pk}/share/"
    shown = words_of(client.get(page))
    assert "The name of somebody here" in shown
    assert "Leo Marsh" in shown
    sent = {"author": "Oakfield Academy", "licence": shelf.from_text(named.base.content).licence}
    assert "cannot be shared while it holds personal data" in words_of(client.post(page, sent))
    mended = renewed(named, clause, "We tell {contact}.", AT + timedelta(hours=2))
    answer = client.post(page, sent)
    file = shared.read(answer.content)
    assert (file.establishment, file.template.version) == ("Oakfield Academy", mended.number)
    assert "{contact}" in file.template.clauses[0].text
    assert cast.dana().full_name not in answer.content.decode(), "what was filled in stays in the house"
    assert "Leo" in words_of(client.post(page, sent | {"author": "Leo Marsh"}))


def test_how_a_clause_was_called_once_is_not_handed_on() -> None:
    document = begun()
    operations.add_clause(actor=dana(), at=AT, document=document, seen=1, title="What Leo Marsh did", text="x.")
    (own,) = (one.id for one in words.from_text(draft_of(document).content).clauses if "leo" in one.id)
    seen = draft_of(document).revision
    operations.change_clause(actor=dana(), at=AT, document=document, seen=seen, clause=own, title="Phones", text="x.")
    mend(document)
    approve(document)
    version = publish(document)
    licence = shelf.from_text(version.base.content).licence

    def share() -> bytes:
        return operations.share_template(actor=dana(), at=AT, version=version, author="Oakfield", licence=licence)

    ids = [one.id for one in shared.read(share()).template.clauses]
    assert b"leo" not in share()
    assert [one.id for one in words.from_text(version.content).clauses if one.id not in ids] == [own]
    assert [one.id for one in shared.read(share()).template.clauses] == ids


def test_words_under_a_licence_leave_under_it() -> None:
    with pytest.raises(NotLicensed, match="AGPL"):
        operations.share_template(actor=dana(), at=AT, version=published(), author="Oakfield", licence="CC0 1.0")


@pytest.mark.requirement("S4.42")
def test_a_template_of_elm_park_is_taken_in_begun_from_and_kept_up_to_date(sign_in: SignIn) -> None:
    version, client = published(), sign_in(cast.dana())
    sent = {"file": SimpleUploadedFile("phones.tutela-template", a_file(version))}
    page = words_of(client.post("/policies/shared/take-in/", sent, follow=True))
    for said in ("Elm Park School", "Its online safety group", "CC BY 4.0", "Begin from it"):
        assert said in page
    template = SharedTemplate._base_manager.get().template
    client.post("/policies/start/", {"template": template.template_id})
    second = a_file(version, 2, text="We tell {contact} before the lesson ends.")
    client.post("/policies/shared/take-in/", {"file": SimpleUploadedFile("2", second)})
    row = SharedTemplate._base_manager.get(template__version=2)
    assert "What changed since version 1" in words_of(client.get(f"/policies/shared/{row.pk}/"))
    with acting_as(SystemActor("test")):
        document = queries.get_made_of(dana(), template.template_id)
    assert document is not None
    update = words_of(client.get(f"/policies/{document.pk}/draft/update/"))
    assert "What comes in" in update
    assert "lesson" in update


def test_what_is_wrong_with_a_file_is_said() -> None:
    version = published()

    def take_in(raw: bytes) -> None:
        operations.take_in_template(actor=dana(), at=AT, establishment=cast.oakfield(), raw=raw)

    good = a_file(version)
    with pytest.raises(BadFile, match="signature is not right"):
        take_in(good.replace(b"Phones", b"Phonos"))
    with pytest.raises(BadFile, match="cut off"):
        take_in(good[:200])
    with pytest.raises(BadFile, match="512 KB"):
        take_in(b" " * (signed.MOST_BYTES + 1))
    with pytest.raises(BadFile, match="does not hold what is taken in here"):
        take_in(good.replace(b'"format"', b'"formats"'))
    with pytest.raises(BadFile, match=r"<= 2147483647 .*template.version"):
        take_in(a_file(version, 2**31))
    own = operations.share_template(
        actor=dana(), at=AT, version=version, author="Oakfield", licence=shelf.from_text(version.base.content).licence
    )
    with pytest.raises(MadeHere):
        take_in(own)
    take_in(good)
    with pytest.raises(TakenInBefore):
        take_in(good)
    with pytest.raises(AnotherHand, match="Elm Park School"):
        take_in(a_file(version, 2, Ed25519PrivateKey.generate()))


def test_an_address_that_is_no_page_is_refused() -> None:
    file = shared.read(a_file(published()))
    law = msgspec.structs.replace(file.template.clauses[0].legal[0], url="javascript:alert(1)")
    bad = msgspec.structs.replace(file.template.clauses[0], legal=(law,))
    template = msgspec.structs.replace(file.template, clauses=(bad,))
    with pytest.raises(shared.BadShared, match="no page of the web"):
        shared.read(shared.write(msgspec.structs.replace(file, template=template), KEY))


def test_what_a_clause_cites_comes_along_where_it_is_known_here() -> None:
    file = shared.read(a_file(published()))
    bars, rules = (Bar(kind="contacts.named", at_least=1), Bar(kind="moon.phase", at_least=1)), (
        Rule(group="learners", category="gambling", outcome="block"),
        Rule(group="learners", category="the-moon", outcome="block"),
    )  # fmt: skip
    clause = msgspec.structs.replace(file.template.clauses[0], bears=bars, rules=rules)
    template = msgspec.structs.replace(file.template, clauses=(clause,))
    (read,) = shared.read(shared.write(msgspec.structs.replace(file, template=template), KEY)).template.clauses
    assert (read.bears, read.rules) == (bars[:1], rules[:1])


def test_gwen_reads_what_was_taken_in_and_eli_of_another_school_does_not(sign_in: SignIn) -> None:
    version = published()
    row = operations.take_in_template(actor=dana(), at=AT, establishment=cast.oakfield(), raw=a_file(version))
    gwen = sign_in(cast.gwen())
    assert "Elm Park School" in words_of(gwen.get(f"/policies/shared/{row.pk}/"))
    assert "Take in a file" not in words_of(gwen.get("/policies/shared/"))
    assert sign_in(cast.eli()).get(f"/policies/shared/{row.pk}/").status_code == 404
