"""Each page that no other test here looks at, with what was made for it, as somebody who opens it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import resolve, reverse
from playwright.sync_api import Error, Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.permissions import golden
from tests.permissions.objects import Relation, all_objects
from tests.web.concerns.scenes import a_case, a_concern, somebody
from tests.web.policies.scenes import AT, published, renewed
from tests.web.setup.typed import an_empty_school
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.establishments.models import Person
from tutela.web.policies import operations as policies
from tutela.web.policies import queries
from tutela.web.responsibilities import operations as responsibilities

PAGES = {
    "actions": ("reopen",),
    "allegations": (
        "add",
        "correct",
        "decline",
        "identify",
        "letter",
        "outside",
        "reopen",
        "write",
    ),
    "concerns": (
        "answer-check",
        "asked",
        "asked-list",
        "close-concern",
        "correct",
        "drop-playbook",
        "lesson",
        "person-kind",
        "wrong-in-concern",
    ),
    "consents": (
        "down",
        "note-use",
        "people",
        "uses",
        "withdraw",
    ),
    "education": (
        "change-plan",
        "strike-ground-rules",
        "strike-lesson",
        "strike-training",
        "take-in-plan",
    ),
    "engagement": (
        "act",
        "deal-with",
        "note-reply",
        "open",
        "outcome",
        "questions",
        "was-this-clear",
        "write-letter",
    ),
    "establishments": (
        "add",
        "come-back",
        "invite",
        "role-stop",
    ),
    "exhibits": (
        "approve",
        "ask-destruction",
        "hand-over",
        "save",
    ),
    "filters": ("change-list",),
    "help": ("accessibility",),
    "monitoring": (
        "add-note",
        "note",
    ),
    "policies": (
        "add-clause",
        "contribution",
        "elsewhere",
        "gaps",
        "hear",
        "history",
        "minute",
        "take-in",
    ),
    "referrals": (
        "answer-advice",
        "change-body",
        "decide-request",
        "drop",
        "hand-over",
    ),
    "registers": (
        "add-contract-clause",
        "add-control",
        "archive-guidance",
        "change-contract",
        "change-data-asset",
        "change-technology",
        "data-asset",
        "end-contract",
        "end-data-asset",
        "foresight",
        "guidance-version",
        "horizon",
        "judge-risk",
        "look-again",
        "look-at-guidance",
        "move-link",
        "new-data-asset",
        "new-foresight",
        "new-guidance",
        "new-link",
        "retire-link",
        "take-over-guidance",
        "take-over-links",
    ),
    "reports": (
        "groups",
        "groups-take-in",
        "safeguarding",
    ),
    "responsibilities": (
        "adopt-terms",
        "assign-usual",
        "call-meeting",
        "decide",
        "give-up",
        "leave-seat",
        "name-holder",
        "name-speaker",
        "note-advice",
        "note-contact",
        "note-step",
        "own-group",
        "stakeholder",
        "take-seat",
        "terms",
    ),
    "retention": (
        "end-hold-case",
        "end-hold-concern",
        "end-hold-received",
        "end-hold-supervision",
        "hold-case",
        "hold-concern",
        "hold-received",
        "hold-supervision",
    ),
    "reviews": (
        "add-file",
        "compare",
        "guests",
        "invitations",
        "proposed",
    ),
    "transfers": (
        "begin",
        "check-card",
        "not-sent",
        "receipt",
        "take-card",
    ),
    "worries": ("come-back",),
}
"""By app, the last part of their addresses' names."""
CONTENT: dict[str, tuple[str, ...]] = {
    "concerns:asked-list": ("concerns:asked",),
    "consents:people": ("consents:withdraw",),
    "consents:uses": ("consents:down",),
    "policies:take-in": ("policies:shared-one",),
    "registers:horizon": ("registers:foresight",),
    "reports:groups": ("reports:groups-table",),
    "reports:safeguarding": ("concerns:case",),
    "responsibilities:own-group": ("responsibilities:leave-seat", "responsibilities:decide"),
    "reviews:invitations": ("reviews:invited",),
}
"""What is made before a page that shows what there is."""
WHO: dict[str, Callable[[], Person] | None] = {
    "dsl": cast.dana,
    "head": cast.hana,
    "it": cast.ivy,
    "chair": cast.chris,
    "deputy": cast.dev,
    "teacher": cast.tom,
    "support": cast.sue,
    "learner": cast.leo,
    "parent": cast.pat,
    "guest": cast.vera,
    "other-dsl": cast.eli,
    "nobody": None,
}
"""The personas of the golden table; of those to whom a page opens the first one looks at it."""
WHOSE = {"concerns:asked": "it", "concerns:asked-list": "it"}
"""Pages for somebody else among them."""
SUBJECTS = {"own": cast.leo, "any": cast.leo, "about-dsl": cast.dana, "about-head": cast.hana, "foreign": cast.nia}
"""Whom what is made is about, by the table's relations; the first that opens to somebody is taken."""


@contextmanager
def undone() -> Iterator[None]:
    """What was made for one page is taken back before the next."""
    with transaction.atomic("default"), transaction.atomic("transient"):
        yield
        transaction.set_rollback(True, "default")
        transaction.set_rollback(True, "transient")


def whoever_opens(name: str) -> tuple[str, str]:
    """Whom it has to be about, and who looks at it then."""
    table = golden.read()
    cells = ((relation, table.get((name, relation), {})) for relation in SUBJECTS)
    order = [WHOSE[name]] if name in WHOSE else list(WHO)
    return next((relation, who) for relation, cell in cells for who in order if cell.get(who, "-")[0] == golden.OPENS)


def problem_of(page: Page, address: str, sign_in: SignIn, name: str) -> str:
    """What is wrong with a page, or nothing."""
    relation, persona = whoever_opens(name)
    make, who, subject = all_objects().get(name), WHO[persona], SUBJECTS[relation]()
    about = Relation("own" if relation == "any" else relation, subject.establishment, subject)
    for content in CONTENT.get(name, ()):
        assert all_objects()[content](about), content
    parameters = make(about) if make else {}
    page.context.clear_cookies()
    if who:
        as_person(page, address, sign_in, who())
    try:
        answer = page.goto(address + reverse(name, kwargs=parameters))
        assert answer, name
        found = resolve(page.url.removeprefix(address).partition("?")[0]).view_name
        if (answer.status, found) != (200, name):
            return f"{name} came to {answer.status} {page.url}"
        look.assert_sound(page, name.replace(":", "-"))
    except (AssertionError, Error) as error:
        return f"{name}: {error}"
    return ""


@pytest.mark.parametrize("app", PAGES)
def test_each_page_is_sound(app: str, page: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    problems = []
    for name in PAGES[app]:
        with undone():
            problems.append(problem_of(page, address, sign_in, f"{app}:{name}"))
            page.goto("about:blank")
    assert "\n".join(filter(None, problems)) == ""


def test_dana_adds_what_tom_reported_to_a_case_once_there_is_one(page: Page, address: str, sign_in: SignIn) -> None:
    concern = a_concern(somebody(cast.leo()))
    as_person(page, address, sign_in, cast.dana()).goto(address + reverse("concerns:concern", args=[concern.pk]))
    page.get_by_role("button", name="Add to a case").click()
    page.get_by_text("There is no case yet that it could be added to.").wait_for()
    a_case(a_concern(somebody(cast.leo())))
    page.get_by_role("button", name="Add to a case").click()
    page.get_by_role("heading", name="Add to a case").wait_for()
    look.assert_sound(page, "concerns-add-to-case")


def test_dana_sees_that_dev_has_read_a_case(page: Page, address: str, sign_in: SignIn) -> None:
    case = a_case(a_concern(somebody(cast.leo())))
    assert sign_in(cast.dev()).get(reverse("concerns:case", args=[case.pk])).status_code == 200
    as_person(page, address, sign_in, cast.dana()).goto(address + reverse("concerns:case-readers", args=[case.pk]))
    page.get_by_role("main").get_by_text("Dev Okafor").first.wait_for()
    look.assert_sound(page, "concerns-case-readers")


def test_dana_says_which_decision_rests_on_what_was_advised(page: Page, address: str, sign_in: SignIn) -> None:
    about = Relation("own", cast.oakfield(), cast.leo())
    meeting, advice = (all_objects()[f"responsibilities:{name}"](about) for name in ("decide", "use-advice"))
    assert meeting
    responsibilities.decide(
        actor=SystemActor("test", about.establishment.pk), at=datetime.now(UTC), **meeting,
        words="Telephones stay in lockers.", opens_action=False,
    )  # fmt: skip
    as_person(page, address, sign_in, cast.dana())
    page.goto(address + reverse("responsibilities:use-advice", kwargs=advice))
    page.get_by_text("Telephones stay in lockers.").wait_for()
    look.assert_sound(page, "responsibilities-use-advice")


def test_whoever_sets_up_says_who_looks_after_the_computers(page: Page, address: str, sign_in: SignIn) -> None:
    as_person(page, address, sign_in, an_empty_school())
    page.goto(f"{address}/setting-up/it/")
    look.assert_sound(page, "setup-it")
    page.get_by_role("button").last.click()
    page.get_by_text("There is a problem").wait_for()
    look.assert_sound(page, "setup-it-missing")


def test_eli_sees_what_the_trust_says_anew_and_which_words_are_hers(page: Page, address: str, sign_in: SignIn) -> None:
    version = published()
    theo, eli, elm = cast.acting(cast.theo()), cast.acting(cast.eli()), cast.elm_park()
    policies.offer_to_trust(actor=theo, at=AT, version=version)
    elm.trust = cast.oakfield().trust
    elm.save()
    with acting_as(eli):
        (offered, trust_id), *_others = queries.list_offered(elm)
    taken = policies.start_document(actor=eli, at=AT, establishment=elm, template=offered, trust_id=trust_id)
    first, *_, last = (one.id for one in offered.clauses)
    policies.change_clause(actor=eli, at=AT, document=taken, seen=1, clause=first, title="Ours", text="Our own words.")
    with acting_as(eli):
        seen = queries.get_draft(eli, taken.pk).revision
    policies.change_clause(actor=eli, at=AT, document=taken, seen=seen, clause=last, title="Ours", text="Ours, too.")
    second = renewed(version, last, "Said anew by the trust.", AT + timedelta(days=300))
    policies.offer_to_trust(actor=theo, at=AT + timedelta(days=301), version=second)
    as_person(page, address, sign_in, cast.eli()).goto(address + reverse("policies:update", args=[taken.pk]))
    page.get_by_text("Said anew by the trust.").first.wait_for()
    look.assert_sound(page, "policies-update")


def test_whoever_has_a_worry_says_which_place_it_is_about(page: Page, address: str) -> None:
    cast.oakfield(), cast.elm_park()
    page.goto(f"{address}/tell-us/")
    page.get_by_role("link", name="Elm Park School").wait_for()
    look.assert_sound(page, "worries-start")
