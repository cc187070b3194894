"""The pages of actions, as each of the cast meets them."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.actions.scenes import a_figure, an_action, kinds_of, now_of
from tests.web.actions.test_files import DOCX
from tests.web.pages import parts, words_of
from tutela.web.actions import operations
from tutela.web.actions.models import Action, ProofFile
from tutela.web.core.models import AuditEntry

SignIn = Callable[..., Client]
NEW = {"title": "Train all staff", "detail": "", "owner": "nobody", "recurs_days": "0", "once": "1b6f"}


def test_dana_sets_an_action_by_hand_for_tom_by_his_name(sign_in: SignIn) -> None:
    cast.tom()
    client = sign_in(cast.dana())
    page = client.get("/actions/new/").content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once
    sent = NEW | parts("due_on", 20) | {"owner": "other", "owner_name": "reed", "tag": "educate", "once": once[1]}
    for _ in range(2):
        answer = client.post("/actions/new/", sent)
    action = Action._base_manager.get()
    assert answer.headers["Location"] == f"/actions/{action.pk}/"
    assert (action.owner, action.tag, action.source) == (cast.tom(), "educate", "Set by hand")
    assert "Tom Reed" in words_of(client.get(f"/actions/{action.pk}/"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Enter what is to be done"),
        ({"owner": ""}, "Select who sees to it"),
        ({"owner": "other", "owner_name": "Zo"}, "three letters"),
        ({"owner": "other", "owner_name": "Zebedee"}, "Nobody of that name works here"),
        ({"owner": "other", "owner_name": "Leo Marsh"}, "Nobody of that name works here"),
        ({"owner": "other", "owner_name": "ana"}, "Several people fit"),
        ({"due_on_0": "31", "due_on_1": "2", "due_on_2": "2027"}, "must be a real date"),
        ({"bar_kind": "training.staff"}, "Enter the value"),
        ({"bar_kind": "training.staff", "bar_value": "ninety"}, "must be a number"),
        ({"bar_kind": "training.staff", "bar_value": "101"}, "from 0 to 100"),
        ({"bar_kind": "records.gaps", "bar_value": "-1"}, "must be 0 or more"),
        ({"bar_kind": "no-such"}, "Select"),
        ({"recurs_days": "7"}, "Select"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_it(sign_in: SignIn, wrong: dict[str, str], said: str) -> None:
    cast.leo()
    cast.hana()
    cast.tom()
    answer = sign_in(cast.dana()).post("/actions/new/", NEW | wrong)
    assert answer.status_code == 200
    assert said in words_of(answer)
    assert not Action._base_manager.exists()


def test_a_bar_is_taken_from_the_kind_of_its_figure(sign_in: SignIn) -> None:
    client = sign_in(cast.hana())
    client.post("/actions/new/", NEW | {"bar_kind": "training.staff", "bar_value": "95", "once": "1"})
    client.post("/actions/new/", NEW | {"bar_kind": "records.gaps", "bar_value": "0", "once": "2"})
    client.post("/actions/new/", NEW | {"bar_kind": "contacts.named", "once": "3"})
    bars = {row.bar_kind: (row.bar_at_least, row.bar_at_most) for row in Action._base_manager.all()}
    assert bars == {"training.staff": (95, None), "records.gaps": (None, 0), "contacts.named": (1, None)}


def test_every_filter_is_an_address_with_its_count(sign_in: SignIn) -> None:
    late, mine, none = (
        an_action("Late one", due_on=timezone.localdate() - timedelta(days=2)),
        an_action("Of Dana", owner=cast.dana()),
        an_action("Of nobody", owner=None),
    )
    operations.drop_action(
        actor=cast.acting(cast.dana()), at=timezone.now(), pk=an_action("Gone").pk, reason="No longer."
    )
    client = sign_in(cast.dana())
    for show, titles in {
        "open": {late, mine, none},
        "mine": {mine},
        "overdue": {late},
        "no-owner": {none},
        "done": set(),
        "rubbish": {late, mine, none},
    }.items():
        page = words_of(client.get(f"/actions/?show={show}"))
        assert {one for one in (late, mine, none) if one.title in page} == titles, show
    page = words_of(client.get("/actions/?show=all"))
    assert "Open (3)" in page
    assert "Overdue (1)" in page
    assert "All (4)" in page
    assert "Gone" in page
    assert "3 actions do not add up" in page


def test_tom_sees_his_own_and_works_on_it_and_nothing_else(sign_in: SignIn) -> None:
    his, other = an_action(), an_action("Of Dana", owner=cast.dana())
    client = sign_in(cast.tom())
    page = words_of(client.get("/actions/mine/"))
    assert his.title in page
    assert other.title not in page
    assert client.get(f"/actions/{his.pk}/").status_code == 200
    for path in (f"{other.pk}/", f"{other.pk}/close/", f"{his.pk}/drop/", f"{his.pk}/hand-over/", "", "new/"):
        assert client.get(f"/actions/{path}").status_code == 404, path
    client.post(f"/actions/{his.pk}/note/", {"words": "Booked."})
    client.post(f"/actions/{his.pk}/move/", parts("due_on", 9) | {"reason": "The trainer was ill."})
    sent = {"words": "All 41 were there.", "link": "https://example.org/minutes"} | parts("effective_on", -3)
    client.post(f"/actions/{his.pk}/close/", sent)
    assert kinds_of(his) == ["opened", "note", "moved", "closed"]
    assert "All 41 were there." in words_of(client.get(f"/actions/{his.pk}/"))


def test_gwen_reads_and_changes_nothing(sign_in: SignIn) -> None:
    action = an_action()
    client = sign_in(cast.gwen())
    page = client.get(f"/actions/{action.pk}/").content.decode()
    assert action.title in page
    for verb in ("close", "note", "move", "hand-over", "drop"):
        assert f"/{verb}/" not in page
        assert client.post(f"/actions/{action.pk}/{verb}/", {"words": "x", "reason": "x"}).status_code == 404
    assert kinds_of(action) == ["opened"]


@pytest.mark.parametrize("who", [cast.leo, cast.pat])
def test_learners_and_parents_have_no_page_of_actions(sign_in: SignIn, who: Callable[..., object]) -> None:
    assert sign_in(who()).get("/actions/mine/").status_code == 404


def test_the_page_says_both_facts_and_offers_no_way_round_the_figure(sign_in: SignIn) -> None:
    a_figure("training.staff", 60, timezone.now() - timedelta(hours=1))
    action = an_action(bar=("training.staff", 95.0, None))
    client = sign_in(cast.dana())
    page = client.get(f"/actions/{action.pk}/close/")
    assert "“Staff trained” is at least 95 %" in words_of(page)
    assert "60 % of staff have finished" in words_of(page)
    assert "<textarea" not in page.content.decode()
    refused = words_of(client.post(f"/actions/{action.pk}/close/", {"words": "Everybody, I promise."}))
    assert "It closes when “Staff trained” is at least 95 %. Today 60 % of staff" in refused
    a_figure("training.staff", 97, timezone.now())
    client.post(f"/actions/{action.pk}/close/", {"words": "The last nine came on Friday."})
    assert now_of(action).state == "done"
    assert "97 % of staff have finished" in words_of(client.get(f"/actions/{action.pk}/"))


def test_a_document_goes_up_and_comes_down_as_it_was(sign_in: SignIn) -> None:
    action = an_action()
    client = sign_in(cast.tom())
    sent = {"words": "Held.", "document": SimpleUploadedFile("Prüfung.docx", DOCX)} | parts("effective_on", 0)
    assert client.post(f"/actions/{action.pk}/close/", sent).status_code == 302
    row = ProofFile._base_manager.get()
    page = client.get(f"/actions/{action.pk}/").content.decode()
    assert row.sha256 in page
    answer = client.get(f"/actions/documents/{row.pk}/")
    assert answer.content == DOCX
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert AuditEntry.objects.filter(action="action-document.read").count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0", "Pictures and recordings are never taken here"),
        ("minutes.pdf", b"\x89PNG\r\n", "Pictures and recordings are never taken here"),
        ("run.exe", b"MZ", "Choose a PDF, Word"),
        ("minutes.pdf", b"no pdf", "not what its name says"),
        ("minutes.pdf", b"", "is empty"),
        ("large.txt", b"a" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
        ("larger.txt", b"a" * (21 * 1024 * 1024), "larger than 20 MB"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_in_words(sign_in: SignIn, name: str, content: bytes, said: str) -> None:
    action = an_action()
    sent = {"words": "Held.", "document": SimpleUploadedFile(name, content)} | parts("effective_on", 0)
    answer = sign_in(cast.tom()).post(f"/actions/{action.pk}/close/", sent)
    assert said in words_of(answer)
    assert now_of(action).state == "open"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: {"words": ""}, "Enter what was done"),
        (lambda: parts("effective_on", 1), "must be today or in the past"),
        (lambda: parts("holds_until", 0), "must be in the future"),
        (lambda: {"link": "javascript:alert(1)"}, "Enter the whole address"),
        (lambda: {"link": "ftp://example.org/x"}, "must begin with https:// or http://"),
    ],
)
def test_proof_that_is_no_proof_is_refused_in_words(
    sign_in: SignIn, wrong: Callable[[], dict[str, str]], said: str
) -> None:
    action = an_action()
    # made here: a run may go over midnight
    sent = {"words": "Held."} | parts("effective_on", 0) | wrong()
    assert said in words_of(sign_in(cast.tom()).post(f"/actions/{action.pk}/close/", sent))
    assert now_of(action).state == "open"


def test_without_a_token_nothing_goes_up() -> None:
    action = an_action()
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.tom().user)
    answer = client.post(f"/actions/{action.pk}/close/", {"words": "x"} | parts("effective_on", 0))
    assert answer.status_code == 403


def test_a_circle_is_refused_on_the_page_with_its_titles(sign_in: SignIn) -> None:
    first, second = an_action("Write the policy"), an_action()
    client = sign_in(cast.dana())
    assert client.post(f"/actions/{second.pk}/wait-for/", {"others": [str(first.pk)]}).status_code == 302
    answer = client.post(f"/actions/{first.pk}/wait-for/", {"others": [str(second.pk)]})
    assert "“Write the policy” → “Train all staff” → “Write the policy”" in words_of(answer)
    page = words_of(client.get(f"/actions/{second.pk}/"))
    assert "Write the policy" in page


def test_two_who_close_at_once_are_told_by_words(sign_in: SignIn) -> None:
    action = an_action()
    sent = {"words": "Held."} | parts("effective_on", 0)
    client = sign_in(cast.dana())
    client.post(f"/actions/{action.pk}/close/", sent)
    assert "The action is done by now" in words_of(client.post(f"/actions/{action.pk}/close/", sent))
    client.post(f"/actions/{action.pk}/open-again/", {"reason": "Nine were away."})
    assert now_of(action).state == "open"


def test_what_does_not_add_up_has_a_page(sign_in: SignIn) -> None:
    client = sign_in(cast.gwen())
    assert "Everything adds up" in words_of(client.get("/actions/what-does-not-add-up/"))
    an_action(owner=None, due_on=timezone.localdate() - timedelta(days=1))
    page = words_of(client.get("/actions/what-does-not-add-up/"))
    for said in ("Overdue (1)", "No owner (1)", "Nobody has taken these upon them"):
        assert said in page


def test_the_list_asks_the_database_no_more_for_twenty_than_for_two(
    sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(20):
        an_action(f"Step {number}", due_on=timezone.localdate())
    client = sign_in(cast.dana())
    client.get("/actions/")
    with django_assert_max_num_queries(60):  # type: ignore[attr-defined]
        client.get("/actions/")
