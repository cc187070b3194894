"""Each role has its page of five minutes, and what a page calls by name is there for whoever has the role."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests import cast
from tests.permissions.objects import Relation, all_objects
from tests.web.responsibilities.test_inviting import invite
from tutela.events.event import Event
from tutela.events.store import connect
from tutela.filtering import defaults
from tutela.filtering.ruleset import policy_from
from tutela.gateway.blockpage import BlockPage
from tutela.gateway.words import page_words
from tutela.settings import Settings, load
from tutela.web.core.permissions import get_roles
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Establishment, Person

SignIn = Callable[..., Client]

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "how-to"
GETTING_STARTED = FOLDER.parent / "getting-started.md"


def leah() -> Person:
    """Of the local authority; Dana has invited her."""
    found = Person._base_manager.filter(login="leah@county.example").first()
    return found or invite(at=datetime.now(UTC))[0].person


PAGES: dict[str, tuple[str, Callable[[], Person], Callable[[], Person] | None]] = {
    "learner": ("as-learner.md", cast.leo, None),
    "parent": ("as-parent.md", cast.pat, None),
    "teacher": ("as-teacher.md", cast.tom, None),
    "support": ("as-teacher.md", cast.sue, None),
    "partner-tutor": ("as-partner-tutor.md", cast.ria, cast.ivy),
    "dsl": ("first-week-as-dsl.md", cast.dana, None),
    "deputy-dsl": ("as-deputy.md", cast.dev, None),
    "head": ("as-head.md", cast.hana, None),
    "chair": ("as-chair.md", cast.chris, None),
    "governor": ("as-governor.md", cast.gwen, None),
    "it": ("as-it-manager.md", cast.ivy, None),
    "trust-lead": ("as-trust-lead.md", cast.theo, cast.dana),
    "assessor": ("as-assessor.md", cast.asa, cast.ivy),
    "external-reviewer": ("as-external-reviewer.md", cast.vera, cast.dana),
    "stakeholder": ("as-invited-from-outside.md", leah, cast.dana),
}
"""The page of each role, somebody who has it, and whoever else does what the page tells of."""
THERE = (
    "monitoring:alert",
    "concerns:case",
    "concerns:concern",
    "filters:change",
    "policies:document",
    "reviews:review",
    "reviews:invited",
)
"""What a school has after a while, so that pages are not empty."""
NAMES = frozenset({"a", "button", "h1", "h2", "h3", "label", "legend", "summary", "caption", "dt", "th"})
MOST_PAGES, ENOUGH = 250, 6
PLACEHOLDER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


class Named(HTMLParser):
    """What a page calls its links, buttons, headings and questions, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[list[str]] = []
        self.names: list[str] = []
        self.leads_to = ""
        self.links: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in NAMES:
            self.open.append([tag])
        if tag == "a":
            self.leads_to = dict(attributes).get("href") or ""

    def handle_data(self, data: str) -> None:
        for words in self.open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.names.append(" ".join("".join(self.open.pop()[1:]).split()))
            if tag == "a":
                self.links.append((self.leads_to, self.names[-1]))


def names_of(page: str) -> set[str]:
    """What a page of the how-to prints bold: that is what it calls by the name it has on the screen."""
    text = (FOLDER / page).read_text("utf-8")
    return {" ".join(words.split()) for words in re.findall(r"\*\*([^*]+)\*\*", text)}


@pytest.fixture
def school(tutela: Settings, settings: Any) -> Establishment:
    """Oakfield after a while, with records, and somebody who has yet to be invited."""
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    place = cast.oakfield()
    last_year = Event(time=datetime.now(UTC) - timedelta(days=365), site_id=place.pk, source_id="s", seq=1)
    connect(settings.TUTELA).insert([last_year], "s:1")
    cast.name_contact()
    for name in THERE:
        assert all_objects()[name](Relation("own", place, cast.leo()))
    made = {"actor": cast.SETTING_UP, "at": cast.MADE_AT}
    new = establishments.make_person(
        **made, establishment=place, kind="staff", given_name="Nora", family_name="Hill", login="nora"
    )
    establishments.grant_role(**made, person=new, role="governor", from_on=cast.SINCE)
    return place


def walk(browser: Client, wanted: set[str]) -> Iterator[list[str]]:
    """The names on each page that links lead to from the first one; where a wanted name leads comes before the rest.

    Of each kind of page six are enough, and what is many links away from any wanted name comes last.
    """
    waiting, seen, kinds = [(0, 0, "/")], {"/"}, Counter[str]()
    for _ in range(MOST_PAGES):
        if not waiting:
            return
        steps, _, address = heappop(waiting)
        answer = browser.get(address, follow=True)
        answer.close()
        if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
            continue
        found = Named()
        found.feed(answer.content.decode())
        yield found.names
        for link, words in found.links:
            bare = link.partition("#")[0].partition("?")[0]
            kind = PLACEHOLDER.sub("", bare)
            if re.match("/(?!/)", bare) and bare not in seen and kinds[kind] < ENOUGH:
                kinds[kind] += 1
                seen.add(bare)
                heappush(waiting, (0 if found_in([words], wanted) else steps + 1, len(seen), bare))


def blocked_page() -> list[str]:
    """What stands on the page that a learner meets where something is blocked."""
    policy = defaults.default_policy()
    page = BlockPage(policy_from(policy).pages, "Oakfield Academy", page_words(), "http://pages/oakfield/wrong")
    found = Named()
    found.feed("".join(page.compose("11-16", "category", ("gambling", "Gambling"))))
    return found.names


def test_each_role_has_a_page_and_who_begins_is_led_to_it() -> None:
    assert set(PAGES) == set(get_roles())
    begins = GETTING_STARTED.read_text("utf-8")
    for page, _, _ in PAGES.values():
        assert (FOLDER / page).is_file()
        assert f"(how-to/{page})" in begins, page


@pytest.mark.once
@pytest.mark.usefixtures("school")
@pytest.mark.parametrize("role", PAGES)
def test_what_the_page_of_a_role_names_is_there_for_whoever_has_it(role: str, sign_in: SignIn) -> None:
    page, persona, other = PAGES[role]
    missing = names_of(page)
    missing -= found_in(blocked_page(), missing)
    for who in filter(None, (persona, other)):
        for names in walk(sign_in(who()), names_of(page)):
            missing -= found_in(names, missing)
            if not missing:
                return
    assert not missing


def found_in(names: list[str], wanted: set[str]) -> set[str]:
    """Which of the wanted names stand there; behind a name there may be more words for those who only hear it."""
    return {one for one in wanted if any(name.startswith(one) for name in names)}
