"""Certificates that lapse with their evidence, figures that establishments hand each other, and the four elements."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import cast
from tests.keys import change, own_keys
from tests.web.reviews.test_reviewing import AT, answer, answer_all, complete, publish, shipped, start
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.models import AuditEntry
from tutela.web.evidence.kinds import list_kinds
from tutela.web.reviews import operations, signed
from tutela.web.reviews.frameworks.model import list_statements
from tutela.web.reviews.models import Certificate, Review, SharedFigures
from tutela.web.reviews.queries import sharing
from tutela.web.reviews.rules import elements
from tutela.web.reviews.rules.certifying import list_bars
from tutela.web.reviews.rules.elements import Standing

SignIn = Callable[..., Any]


def publish_what_is_needed(at: datetime = AT) -> None:
    """Every figure that level 3 of our framework rests on, well above what it asks for."""
    claimed = [(part, 3.0) for part in list_statements(shipped())]
    for bar in list_bars(shipped(), claimed):
        publish(bar.evidence, bar.at_least if bar.at_least is not None else 0, at)


def completed() -> Review:
    publish_what_is_needed()
    review = start()
    answer_all(review, 3)
    complete(review)
    with acting_as(SystemActor("look")):
        review.refresh_from_db()
    return review


def certify(review: Review, at: datetime = AT) -> Certificate:
    dana = cast.dana()
    return operations.certify(actor=cast.acting(dana), at=at, review=review, person_id=dana.pk)


def test_a_certificate_proves_itself_to_whoever_has_the_file_and_nothing_else(tmp_path: Path) -> None:
    made = certify(completed())
    told = signed.read(made.text.encode(), "certificate")
    assert (told["establishment"], told["framework"], told["pct"]) == (
        "Oakfield Academy",
        "filtering-and-monitoring",
        66.7,
    )
    assert signed.holds(told, AT)
    assert datetime.fromisoformat(told["until"]) == made.until
    file = tmp_path / "certificate.json"
    file.write_text(made.text)
    run = [sys.executable, "-m", "tutela.web.reviews.signed", str(file)]
    out = subprocess.run([*run, told["key"]], capture_output=True, text=True, env={"PYTHONPATH": "src"}, check=False)
    assert "The signature is right" in out.stdout + out.stderr
    assert "django" not in out.stderr
    other = subprocess.run([*run, "00" * 32], capture_output=True, text=True, env={"PYTHONPATH": "src"}, check=False)
    assert other.returncode == 1
    for changed in (made.text.replace("66.7", "99.9"), made.text[:-10], "", "{}\n\n\n"):
        with pytest.raises(signed.BadSigned):
            signed.read(changed.encode(), "certificate")
    with pytest.raises(signed.BadSigned):
        signed.read(made.text.encode(), "figures")


def test_a_certificate_lapses_with_the_first_figure_behind_it(sign_in: SignIn) -> None:
    review = completed()
    with time_machine.travel(AT, tick=False):
        client = sign_in(cast.dana())
        client.post(f"/reviews/{review.pk}/certify/")
        assert "Holds" in client.get(f"/reviews/{review.pk}/certificate/").content.decode()
        with acting_as(SystemActor("look")):
            made = Certificate.objects.get()
        assert client.get(f"/reviews/certificates/{made.pk}/").content.decode() == made.text
    bars = list_bars(shipped(), [(part, 3.0) for part in list_statements(shipped())])
    shortest = min(list_kinds()[bar.evidence].fresh_days for bar in bars)
    assert made.until == AT + timedelta(days=shortest)
    with time_machine.travel(made.until, tick=False):
        shown = sign_in(cast.gwen()).get(f"/reviews/{review.pk}/certificate/").content.decode()
        assert "Lapsed" in shown
        assert "is out of date" in shown
    share = next(bar for bar in bars if bar.at_least and bar.at_least > 1)
    publish(share.evidence, 1, AT + timedelta(hours=1))
    with time_machine.travel(AT + timedelta(hours=2), tick=False):
        assert (
            "no longer bears it out" in sign_in(cast.gwen()).get(f"/reviews/{review.pk}/certificate/").content.decode()
        )


def test_a_certificate_outlives_its_key_unless_somebody_else_may_have_had_it(
    sign_in: SignIn, settings: object, tmp_path: Path
) -> None:
    keys = own_keys(settings, tmp_path)
    with time_machine.travel(AT, tick=False):
        made = certify(completed())
        address, dana = f"/reviews/{made.review_id}/certificate/", sign_in(cast.dana())
        key = signed.told_in(made.text)["key"]
        ring = change(keys)
    with time_machine.travel(AT, tick=False):
        page = dana.get(address).content.decode()
        assert ">Holds<" in "".join(page.split())
        assert key in page
        assert ring.newest.public.hex() in page
        newer = certify(Review._base_manager.get(pk=made.review_id))
    file = tmp_path / "certificate.json"
    file.write_text(newer.text)
    run = [sys.executable, "-m", "tutela.web.reviews.signed", str(file)]
    for known, status in ((key, 0), (ring.newest.public.hex(), 0), ("00" * 32, 1), ("nonsense", 1)):
        done = subprocess.run([*run, known], capture_output=True, text=True, env={"PYTHONPATH": "src"}, check=False)
        assert ("The signature is right, but another key made it" in done.stderr) == bool(status)
    keys.distrust(ring.keys[0].public, AT - timedelta(days=1))
    with time_machine.travel(AT, tick=False):
        page = dana.get(address).content.decode()
    assert "The key that signed it is not relied on any more. Issue another one." in page
    assert ">Holds<" in "".join(page.split()), "the one that the new key signed"


def test_another_school_with_another_key_is_still_one_school(sign_in: SignIn, settings: object, tmp_path: Path) -> None:
    theirs = own_keys(settings, tmp_path / "theirs")

    def figures(pct: int, made: datetime) -> bytes:
        told = {
            "establishment": "Elm Park", "framework": shipped().id, "version": shipped().version,
            "title": shipped().title, "made": made.isoformat(), "completed": True, "pct": pct, "answered": 10,
            "statements": 10, "challenged": 0, "sections": [],
        }  # fmt: skip
        return signed.sign("figures", told, theirs.signing_key(), theirs.ring()).encode()

    earlier = figures(40, AT - timedelta(days=30))
    with time_machine.travel(AT, tick=False):
        change(theirs)
    later = figures(60, AT - timedelta(days=1))
    own_keys(settings, tmp_path / "ours")
    with time_machine.travel(AT, tick=False):
        client = sign_in(cast.dana())
        for raw in (earlier, later):
            assert "The figures of Elm Park are taken in" in take_in(client, raw)
        newest = sharing.list_newest_shared(cast.acting(cast.dana()), shipped().id)
    assert [told["pct"] for told in newest] == [60]


def test_exporting_signed_words_asks_who_is_there_again(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review, client = completed(), sign_in(cast.dana())
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        for answered in (
            client.post(f"/reviews/{review.pk}/figures/"),
            client.post(f"/reviews/{review.pk}/certify/"),
        ):
            assert answered.url.startswith("/account/again/")
        with acting_as(SystemActor("look")):
            assert not Certificate.objects.exists()


def test_nothing_is_certified_that_is_open_or_that_figures_speak_against(sign_in: SignIn) -> None:
    review = start()
    with pytest.raises(operations.NotCompleted):
        certify(review)
    answer_all(review, 3)
    complete(review)
    with acting_as(SystemActor("look")):
        review.refresh_from_db()
    with pytest.raises(operations.NotBorneOut) as refused:
        certify(review)
    assert refused.value.titles
    with time_machine.travel(AT, tick=False):
        shown = sign_in(cast.dana()).post(f"/reviews/{review.pk}/certify/", follow=True).content.decode()
        assert "do not bear it out" in shown


def from_elsewhere(**changed: Any) -> bytes:
    """What Elm Park would hand over."""
    told = {
        "establishment": "Elm Park",
        "framework": "filtering-and-monitoring",
        "version": "1",
        "title": "Filtering and monitoring",
        "made": "2026-11-20T08:00:00+00:00",
        "completed": True,
        "pct": 40.0,
        "sections": [{"id": part.id, "title": part.title, "pct": 50.0} for part in shipped().parts],
    }
    return signed.sign("figures", told | changed, Ed25519PrivateKey.from_private_bytes(b"7" * 32)).encode()


def take_in(client: Any, raw: bytes) -> str:
    file = SimpleUploadedFile("figures.tutela.json", raw)
    shown: str = client.post("/reviews/compare/take-in/", {"document": file}, follow=True).content.decode()
    return shown


def test_what_leaves_the_house_names_nobody_and_tells_no_small_number(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review = start()
        answer(review, list_statements(shipped())[0].id, 2, commentary="Leo Park told us.")
        got = sign_in(cast.dana()).post(f"/reviews/{review.pk}/figures/").content
        told = signed.read(got, "figures")
        assert told["answered"] is None
        assert b"Leo" not in got
        assert b"Dana" not in got
        assert b"Gwen" not in got
        assert {section["id"] for section in told["sections"]} == {part.id for part in shipped().parts}


def test_only_who_may_write_a_review_signs_its_figures_and_no_look_at_an_address_does(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review, dana, gwen = start(), sign_in(cast.dana()), sign_in(cast.gwen())
        address = f"/reviews/{review.pk}/figures/"
        assert dana.get(address).status_code == 405
        assert f'action="{address}"' in dana.get(f"/reviews/{review.pk}/").content.decode()
        assert gwen.post(address).status_code == 404
        assert address not in gwen.get(f"/reviews/{review.pk}/").content.decode()
        with acting_as(SystemActor("look")):
            assert not AuditEntry.objects.filter(action="review.export-figures").exists()
        assert dana.post(address).status_code == 200


def test_dana_takes_in_the_figures_of_elm_park_and_sees_them_beside_her_own(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review, client = start(), sign_in(cast.dana())
        for one in list_statements(shipped()):
            answer(review, one.id, 3)
        assert "The figures of Elm Park are taken in" in take_in(client, from_elsewhere())
        assert "taken in before" in take_in(client, from_elsewhere())
        shown = client.get(f"/reviews/{review.pk}/").content.decode()
        assert "Beside other establishments" in shown
        assert "The middle of the others" in shown
        own = client.post(f"/reviews/{review.pk}/figures/").content
        assert "a file of our own" in take_in(client, own)
        assert sign_in(cast.gwen()).get("/reviews/compare/").status_code == 200
        assert sign_in(cast.gwen()).post("/reviews/compare/take-in/").status_code == 404


@pytest.mark.parametrize(
    "changed",
    [
        {"pct": 200},
        {"pct": "9"},
        {"sections": "all"},
        {"sections": [{"id": 1, "title": "x", "pct": 1}]},
        {"made": "soon"},
        {"made": "2030-01-01T00:00:00+00:00"},
        {"made": "2026-11-20"},
    ],
)
def test_a_signed_file_that_says_nonsense_is_refused(changed: dict[str, Any], sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        assert "is not what such a file says" in take_in(sign_in(cast.dana()), from_elsewhere(**changed))
        with acting_as(SystemActor("look")):
            assert not SharedFigures.objects.exists()


def test_a_file_that_was_changed_on_its_way_is_refused(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        client = sign_in(cast.dana())
        assert "was changed after it was signed" in take_in(client, from_elsewhere().replace(b"40.0", b"90.0"))
        assert "not one of ours" in take_in(client, b"\x00\xff")
        assert "larger than any" in take_in(client, b"x" * (signed.MOST_BYTES + 1))


@pytest.mark.requirement("S4.8")
def test_the_four_elements_follow_the_records_and_the_worst_stands_first(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        gwen = sign_in(cast.gwen())
        before = gwen.get("/reviews/elements/")
        assert before.status_code == 200
        publish("filters.canaries", 50)
        publish("filters.in-force", 1)
        after = gwen.get("/reviews/elements/")
        element = next(one for one in after.context["elements"] if one["key"] == "technology")
        first = element["pressing"][0]
        assert first["name"] == "filters.canaries"
        assert str(first["label"]) == "Falls short"
        assert element["enough"][-1]["name"] == "filters.in-force"
        assert "rest on it" in first["meaning"] or "rests on it" in first["meaning"]
        assert "1 falls short of what is asked." in after.content.decode()
        publish("filters.canaries", 99.5, AT + timedelta(hours=1))
    with time_machine.travel(AT + timedelta(hours=2), tick=False):
        healed = gwen.get("/reviews/elements/").content.decode()
        assert "Falls short" not in healed
        assert sign_in(cast.tom()).get("/reviews/elements/").status_code == 404


def test_every_element_has_figures_and_what_is_strictest_counts() -> None:
    asked = elements.list_asked([shipped(), shipped("four-elements")])
    assert {one.element for one in asked.values()} >= {"technology", "awareness", "review"}
    assert asked["monitoring.triage-hours"].bar.at_most == 8
    assert elements.share([Standing.ENOUGH, Standing.UNKNOWN]) == 50
    assert elements.share([]) is None


def test_the_schema_that_is_published_is_that_of_the_form() -> None:
    from tutela.web.reviews.frameworks.authored import schema

    published = Path(__file__).parents[3] / "docs" / "frameworks.schema.json"
    assert json.loads(published.read_text()) == json.loads(json.dumps(schema()))


def test_a_certificate_can_be_checked_before_the_year_is_over() -> None:
    assert not signed.holds({"until": "2026-11-23T08:00:00+00:00"}, datetime(2026, 11, 23, 8, tzinfo=UTC))
