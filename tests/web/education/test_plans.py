"""Lessons that Oakfield writes down, teaches with, hands to other establishments and takes in from them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client

from tests import cast
from tests.keys import change, own_keys
from tests.web.pages import parts, words_of
from tutela.keyring import Ring
from tutela.web.core.actor import Actor, acting_as
from tutela.web.education import operations, queries
from tutela.web.education.models import Lesson, LessonPlan
from tutela.web.education.operations.refusals import ChangedMeanwhile, NotOffered
from tutela.web.education.plans import shared, typed
from tutela.web.education.plans.model import Material, Plan
from tutela.web.education.shipped.curriculum import list_topics
from tutela.web.education.shipped.lessons import list_ready
from tutela.web.establishments.handing_on import signed
from tutela.web.establishments.handing_on.refusals import AnotherHand, BadFile, MadeHere, NotLicensed, TakenInBefore

SignIn = Callable[..., Client]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
THEIRS = UUID("0b0b0b0b-0000-4000-8000-000000000001")
WORDS = Plan(
    title="Spot the trick", topic="privacy", bands=("7-11", "11-16"),
    goal="Learners name three signs of a forged mail.", steps="They sort ten mails.\n\nThey explain one to all.",
    materials=(Material(title="Ten mails", address="https://example.org/ten", licence="CC BY 4.0", author="A trust"),),
    questions=("What makes you doubt a mail?",),
)  # fmt: skip
TYPED = {
    "title": "Spot the trick", "topic": "privacy", "bands": ["7-11", "11-16"],
    "goal": "Learners name three signs of a forged mail.", "steps": "They sort ten mails.",
    "materials": "Ten mails | https://example.org/ten | CC BY 4.0 | A trust",
    "asked": "What makes you doubt a mail?",
}  # fmt: skip


def tom() -> Actor:
    return cast.acting(cast.tom())


def written(words: Plan = WORDS) -> LessonPlan:
    return operations.write_plan(actor=tom(), at=AT, establishment=cast.oakfield(), plan=words)


def a_file(version: int = 1, key: Ed25519PrivateKey = KEY, **changed: object) -> bytes:
    """As Elm Park would make it of a plan of its own."""
    words = msgspec.structs.replace(WORDS, **({"source": "Elm Park computing team", "licence": "CC BY 4.0"} | changed))
    file = shared.SharedPlan(
        format=shared.FORMAT, establishment="Elm Park School", author="Elm Park computing team", made=AT.isoformat(),
        key=key.public_key().public_bytes_raw().hex(), plan=THEIRS, version=version, words=words,
    )  # fmt: skip
    return signed.write(file, key)


def taken_in(raw: bytes) -> LessonPlan:
    return operations.take_in_plan(actor=tom(), at=AT, establishment=cast.oakfield(), raw=raw)


def test_materials_are_read_line_by_line_and_what_is_wrong_is_said() -> None:
    assert typed.read_materials("\nA | | CC0 1.0 | Us\n") == (Material(title="A", licence="CC0 1.0", author="Us"),)
    for text, why in (
        ("A | https://a.example", "parts"), ("A | | | Us", "empty"), ("A | javascript:x | CC0 1.0 | Us", "address"),
        ("A" * 401, "long"), ("A | | CC0 1.0 | Us\n" * 21, "many"),
    ):  # fmt: skip
        with pytest.raises(typed.BadLine) as bad:
            typed.read_materials(text)
        assert bad.value.why == why
    assert typed.read_materials(typed.write_materials(WORDS.materials)) == WORDS.materials


def test_tom_writes_a_plan_from_what_he_taught_and_teaches_with_it(sign_in: SignIn) -> None:
    cast.leo(), cast.mia()
    client = sign_in(cast.tom())
    taught = {"group": str(cast.learners_11_16().pk), "what": "We sorted ten mails.", "link": "https://example.org/ten"}
    client.post("/curriculum/privacy/taught/", taught | parts("taught_on", -3))
    (lesson,) = Lesson._base_manager.all()
    assert "Write a plan from it" in words_of(client.get("/curriculum/privacy/"))
    page = f"/lesson-plans/write/?lesson={lesson.pk}"
    shown = client.get(page).content.decode()
    assert "We sorted ten mails." in shown
    assert "https://example.org/ten" in shown
    wrong = words_of(client.post(page, TYPED | {"materials": "Ten mails | https://example.org/ten |  | "}))
    assert "Line 1: enter the title, the licence and who made it" in wrong
    said = words_of(client.post(page, TYPED, follow=True))
    for words in ("They sort ten mails.", "A trust, CC BY 4.0", "What makes you doubt a mail?", "7 to 11, 11 to 16"):
        assert words in said
    plan = LessonPlan._base_manager.get()
    assert "Spot the trick" in client.get(f"/curriculum/privacy/taught/?plan={plan.pk}").content.decode()
    client.post("/curriculum/privacy/taught/", taught | parts("taught_on", -1) | {"plan_id": str(plan.pk)})
    assert "Years 7 to 11" in words_of(client.get(f"/lesson-plans/{plan.pk}/"))
    assert "Taught with: Spot the trick" in words_of(client.get("/curriculum/privacy/"))


def test_a_plan_of_another_strand_is_not_what_was_taught() -> None:
    cast.leo()
    plan = written()
    with pytest.raises(NotOffered):
        operations.note_lesson(
            actor=tom(), at=AT, establishment=cast.oakfield(), topic="bullying", group_id=cast.learners_11_16().pk,
            taught_on=date(2026, 11, 20), what="x", plan_id=plan.pk,
        )  # fmt: skip


def test_two_who_change_a_plan_at_once_do_not_write_over_each_other() -> None:
    plan = written()
    longer = msgspec.structs.replace(WORDS, steps="They sort twelve mails.")
    changed = operations.change_plan(actor=cast.acting(cast.dana()), at=AT, pk=plan.pk, plan=longer)
    with pytest.raises(ChangedMeanwhile):
        operations.change_plan(actor=tom(), at=AT, pk=plan.pk, plan=WORDS)
    with acting_as(tom()):
        before, changes = queries.changes_since(tom(), changed)
    assert before == plan
    assert [(one.part, one.now) for one in changes] == [("steps", "They sort twelve mails.")]


@pytest.mark.requirement("S4.42")
def test_tom_cannot_share_a_lesson_that_names_leo_and_can_once_it_is_mended(sign_in: SignIn) -> None:
    cast.leo()
    plan = written(
        msgspec.structs.replace(
            WORDS,
            steps="As Leo Marsh did, ring 020 7946 0101.",
            questions=("Write to tom@oakfield.example at SW1A 2AA",),
        )
    )
    client = sign_in(cast.tom())
    page = f"/lesson-plans/{plan.pk}/share/"
    shown = words_of(client.get(page))
    for words in ("Leo Marsh", "A telephone number", "An email address", "A postcode", "What learners do"):
        assert words in shown
    sent = {"author": "Oakfield Academy", "licence": "CC BY 4.0"}
    assert "cannot be shared while it holds personal data" in words_of(client.post(page, sent))
    mended = operations.change_plan(actor=tom(), at=AT, pk=plan.pk, plan=WORDS)
    page = f"/lesson-plans/{mended.pk}/share/"
    assert "Leo" in words_of(client.post(page, sent | {"author": "Leo Marsh"}))
    answer = client.post(page, sent)
    assert 'filename="spot-the-trick-2.tutela-lesson"' in answer["Content-Disposition"]
    file = shared.read(answer.content)
    assert (file.establishment, file.words.licence, file.words.source) == (
        "Oakfield Academy",
        "CC BY 4.0",
        "Oakfield Academy",
    )
    assert cast.tom().family_name not in answer.content.decode(), "who wrote it stays in the house"


@pytest.mark.requirement("S4.42")
def test_a_lesson_of_elm_park_is_taken_in_taught_and_kept_up_to_date(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    sent = {"file": SimpleUploadedFile("trick.tutela-lesson", a_file())}
    page = words_of(client.post("/lesson-plans/take-in/", sent, follow=True))
    for said in ("Elm Park School", "Elm Park computing team", "CC BY 4.0", "We taught it", "Make it your own"):
        assert said in page
    first = LessonPlan._base_manager.get()
    own = operations.write_plan(actor=tom(), at=AT, establishment=cast.oakfield(), plan=WORDS, made_from=first.pk)
    assert (own.words.source, own.words.licence) == ("Elm Park computing team", "CC BY 4.0")
    newer = SimpleUploadedFile("2", a_file(2, steps="They sort twelve mails."))
    page = words_of(client.post("/lesson-plans/take-in/", {"file": newer}, follow=True))
    assert "What changed since version 1" in page
    assert "They sort twelve mails." in page
    assert "go to version 2" in words_of(client.get(f"/lesson-plans/{first.pk}/"))
    assert "is here in a newer version" in words_of(client.get(f"/lesson-plans/{own.pk}/"))
    assert words_of(client.get("/lesson-plans/")).count("Spot the trick") == 2, "the newest of theirs, and our own"


def test_what_was_made_of_a_plan_of_others_leaves_under_their_licence_and_names_them() -> None:
    theirs = taken_in(a_file(licence="CC BY-SA 4.0"))
    own = operations.write_plan(actor=tom(), at=AT, establishment=cast.oakfield(), plan=WORDS, made_from=theirs.pk)
    with pytest.raises(NotLicensed, match="CC BY-SA"):
        operations.share_plan(actor=tom(), at=AT, pk=own.pk, author="Oakfield", licence="CC0 1.0")
    raw = operations.share_plan(actor=tom(), at=AT, pk=own.pk, author="Oakfield", licence="CC BY-SA 4.0")
    assert shared.read(raw).words.source == "Oakfield, after: Elm Park computing team"
    with pytest.raises(Http404):
        operations.share_plan(actor=tom(), at=AT, pk=theirs.pk, author="Oakfield", licence="CC BY-SA 4.0")


def test_what_is_wrong_with_a_file_is_said() -> None:
    good = a_file()
    for raw, said in (
        (good.replace(b"Spot", b"Spit"), "signature is not right"),
        (good[:100], "cut off"),
        (b" " * (signed.MOST_BYTES + 1), "512 KB"),
        (good.replace(b'"format"', b'"formats"'), "does not hold"),
        (a_file(topic="knitting"), "not known here"),
        (a_file(licence=""), "whose it is"),
        (a_file(steps="x" * 6001), "longer"),
        (a_file(materials=(Material(title="A", address="javascript:x", licence="A", author="B"),)), "no page"),
    ):
        with pytest.raises(BadFile, match=said):
            taken_in(raw)
    own = written()
    with pytest.raises(MadeHere):
        taken_in(operations.share_plan(actor=tom(), at=AT, pk=own.pk, author="Oakfield", licence="CC0 1.0"))
    taken_in(good)
    with pytest.raises(TakenInBefore):
        taken_in(good)
    with pytest.raises(AnotherHand, match="Elm Park School"):
        taken_in(a_file(2, Ed25519PrivateKey.generate()))


def test_the_next_version_of_a_plan_comes_from_the_same_hand_though_it_has_another_key(
    settings: object, tmp_path: Path
) -> None:
    theirs = own_keys(settings, tmp_path)

    def of_elm_park(version: int, ring: Ring) -> bytes:
        key = theirs.signing_key()
        file = shared.read(a_file(version))
        return signed.write(msgspec.structs.replace(file, **signed.whose(key, ring)), key)

    first = taken_in(of_elm_park(1, theirs.ring()))
    change(theirs)
    assert taken_in(of_elm_park(2, theirs.ring())).key != first.key
    change(theirs)
    unproved = Ring((theirs.ring().newest,))
    with pytest.raises(AnotherHand):
        taken_in(of_elm_park(3, unproved))
    assert taken_in(of_elm_park(3, theirs.ring())).version == 3


def test_a_letter_that_turns_a_line_around_is_nobodys_word() -> None:
    assert taken_in(a_file(title="Spot \u202ethe trick")).words.title == "Spot the trick"


def test_sue_reads_toms_plan_and_leaves_handing_it_on_to_him_and_to_dana(sign_in: SignIn) -> None:
    plan = written()
    sue = sign_in(cast.sue())
    assert "Share it with others" not in words_of(sue.get(f"/lesson-plans/{plan.pk}/"))
    assert sue.get(f"/lesson-plans/{plan.pk}/share/").status_code == 404
    assert sign_in(cast.dana()).get(f"/lesson-plans/{plan.pk}/share/").status_code == 200


def test_leo_has_no_such_page_and_eli_sees_none_of_ours(sign_in: SignIn) -> None:
    plan = written()
    assert sign_in(cast.leo()).get("/lesson-plans/").status_code == 404
    eli = sign_in(cast.eli())
    assert "Spot the trick" not in words_of(eli.get("/lesson-plans/"))
    assert eli.get(f"/lesson-plans/{plan.pk}/").status_code == 404


@pytest.mark.requirement("S1.25")
def test_tom_finds_a_lesson_on_what_an_open_account_opens_of_others_and_makes_it_his_own(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    assert "Everybody’s door" in words_of(client.get("/lesson-plans/"))
    ready = words_of(client.get("/lesson-plans/ready/shared-systems/"))
    assert "one open account opens what belongs to others" in ready
    assert "Why does it help to say at once whose data may be out?" in ready
    assert client.get("/lesson-plans/ready/no-such/").status_code == 404
    asked = client.get("/lesson-plans/write/?ready=shared-systems")
    assert "Draw the net of the story on the board" in words_of(asked)
    client.post("/lesson-plans/write/?ready=shared-systems", TYPED)
    plan = LessonPlan._base_manager.get()
    assert (plan.words.source, plan.words.licence) == ("The Tutela contributors, 2026", "AGPL-3.0-or-later")
    assert sign_in(cast.leo()).get("/lesson-plans/ready/shared-systems/").status_code == 404


def test_each_strand_has_a_lesson_that_is_ready() -> None:
    assert {words.topic for words in list_ready().values()} == set(list_topics())
    assert all(words.steps and words.questions and words.licence for words in list_ready().values())
