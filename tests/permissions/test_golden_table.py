"""All addresses × all personas × all relations come to what was reviewed. A new address fails until it has its line."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.permissions import golden
from tests.permissions.objects import Relation, all_objects
from tutela.web.core import paper
from tutela.web.core.permissions import Permission
from tutela.web.core.routing import PUBLIC, Found, walk
from tutela.web.establishments.middleware import CHOSEN
from tutela.web.establishments.models import Person
from tutela.web.project import urls
from tutela.web.project.urls import PUBLIC_VIEWS

PERSONAS: dict[str, Callable[[], Person] | None] = {
    "nobody": None,
    "learner": cast.leo,
    "parent": cast.pat,
    "teacher": cast.tom,
    "support": cast.sue,
    "tutor": cast.ria,
    "dsl": cast.dana,
    "dsl-no-factor": cast.dana,
    "deputy": cast.dev,
    "head": cast.hana,
    "chair": cast.chris,
    "governor": cast.gwen,
    "it": cast.ivy,
    "trust": cast.theo,
    "assessor": cast.asa,
    "guest": cast.vera,
    "invited": cast.leah,
    "other-dsl": cast.eli,
}
NEED_MORE = {
    "account-reopen",
    "filters:end-time",
    "mfa_view_recovery_codes",
    "monitoring:look-up",
    "records:bad-lines",
    "transfers:save-card",
}
"""Open only with what a browser was told, or after something else was done: here their doors alone are tried."""
ROUTES = {found.name: found for found in walk()}
MESSAGES = (b"moj-alert", b"govuk-notification-banner")
WRITES = os.environ.get("GOLDEN") == "write"


def relations() -> list[Relation]:
    oakfield, elm_park = cast.oakfield(), cast.elm_park()
    return [
        Relation("own", oakfield, cast.leo()),
        Relation("foreign", elm_park, cast.nia()),
        Relation("about-dsl", oakfield, cast.dana()),
        Relation("about-head", oakfield, cast.hana()),
    ]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever a request wrote is taken back, so that the next persona finds what the first one found."""
    with transaction.atomic("default"), transaction.atomic("transient"):
        yield
        transaction.set_rollback(True, "default")
        transaction.set_rollback(True, "transient")


def cell(found: Found, browser: Client, url: str) -> tuple[str, bool]:
    """What GET and POST come to, and whether the door itself is closed.

    A door that is closed to one method is closed to both, whatever lies behind it: core/test_routing.py shows it.
    """
    letters = ""
    cookies = browser.cookies.output()
    for method in ("get", "post"):
        with undone():
            answer = getattr(browser, method)(url)
            letters += golden.letter(answer)
        # signing out takes the cookies along; the session itself is back already
        browser.cookies.clear()
        browser.cookies.load(cookies.replace("Set-Cookie: ", ""))
        if _is_closed(found, answer):
            assert letters in (golden.NOT_FOUND, golden.ASKS_TO_SIGN_IN, golden.ASKS_FOR_FACTOR), (url, letters)
            return letters * 2, True
    return letters, False


def _is_closed(found: Found, answer: HttpResponse) -> bool:
    """Whether whoever asked lacks what the address needs, so that its view is not called at all."""
    request, needs = answer.wsgi_request, found.pattern.needs
    if needs is PUBLIC:
        return False
    return not request.user.is_authenticated or (isinstance(needs, Permission) and not request.actor.may(needs))


@pytest.fixture
def browsers(sign_in: Callable[..., Client]) -> dict[str, Client]:
    """One browser for each persona."""
    return {persona: _browser(sign_in, persona) for persona in PERSONAS}


def _browser(sign_in: Callable[..., Client], persona: str) -> Client:
    make = PERSONAS[persona]
    if make is None:
        return Client()
    client = sign_in(make(), second_factor=persona != "dsl-no-factor")
    if persona == "tutor":
        # she belongs to the partner; the question is what she sees at Oakfield
        session = client.session
        session[CHOSEN] = cast.oakfield().pk
        session.save()
    return client


def lines_of(found: Found, browsers: dict[str, Client]) -> dict[tuple[str, str], dict[str, str]]:
    if "<" not in found.address:
        url = reverse(found.name)
        return {(found.name, "any"): {persona: cell(found, browser, url)[0] for persona, browser in browsers.items()}}
    factory = all_objects().get(found.name)
    assert factory, f"{found.name} takes an object: say how to make one in tests/permissions/objects/"
    lines = {}
    closed: dict[str, str] = {}
    for relation in relations():
        parameters = factory(relation)
        if parameters is None:
            continue
        url = reverse(found.name, kwargs=parameters)
        cells = lines[found.name, relation.name] = dict(closed)
        for persona in browsers.keys() - closed.keys():
            cells[persona], is_closed = cell(found, browsers[persona], url)
            if is_closed:
                closed[persona] = cells[persona]
    return lines


def app_of(name: str) -> str:
    return name.partition(":")[0] if ":" in name else "accounts"


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most cells are refusals. What their page says is tried below, once; what paper says, with what makes it."""
    monkeypatch.setattr(urls, "handler404", lambda *_, **__: HttpResponse(status=404), raising=False)
    monkeypatch.setattr(paper, "pdf", lambda *_: b"%PDF-")


# by app, since making and signing in everybody takes longer than trying an address
@pytest.mark.once
@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize("app", sorted({app_of(name) for name in ROUTES}))
def test_everybody_opens_what_was_reviewed_and_nothing_else(app: str, browsers: dict[str, Client]) -> None:
    lines: dict[tuple[str, str], dict[str, str]] = {}
    for name in sorted(name for name in ROUTES if app_of(name) == app):
        with undone():
            lines |= lines_of(ROUTES[name], browsers)
    if WRITES:
        others = {key: cells for key, cells in golden.read().items() if app_of(key[0]) != app}
        golden.write(others | lines, list(PERSONAS))
    reviewed = {key: cells for key, cells in golden.read().items() if app_of(key[0]) == app}
    differ = sorted(key for key in lines.keys() | reviewed.keys() if lines.get(key) != reviewed.get(key))
    assert not differ, f"tests/permissions/golden.txt says otherwise of {differ}"


def test_the_table_has_no_line_of_an_address_that_is_gone() -> None:
    assert {name for name, _ in golden.read()} <= set(ROUTES)


def test_each_address_opens_to_somebody_so_that_a_closed_cell_says_something() -> None:
    by_name: dict[str, str] = {}
    for (name, _relation), cells in golden.read().items():
        by_name[name] = by_name.get(name, "") + "".join(cells.values())
    assert {name for name, cells in by_name.items() if not set(cells) & {"o", "a"}} == NEED_MORE


def test_the_public_addresses_are_the_short_list_and_nothing_else() -> None:
    public = {found.name for found in walk() if found.pattern.needs is PUBLIC}
    assert public == {name for name in PUBLIC_VIEWS if name in ROUTES}
    # but for the pages on which anybody tells a worry, each of which acts as nobody in particular
    assert len([name for name in PUBLIC_VIEWS if not name.startswith("worries:")]) < 12


@pytest.mark.once
@pytest.mark.parametrize("app", sorted({app_of(name) for name in all_objects()}))
def test_a_hidden_object_and_one_that_never_was_give_the_same_page_to_the_byte(
    app: str, sign_in: Callable[..., Client]
) -> None:
    table = golden.read()
    browsers = {persona: _browser(sign_in, persona) for persona in ("teacher", "other-dsl", "dsl")}
    for name, factory in all_objects().items():
        if app_of(name) == app and name in ROUTES and ROUTES[name].pattern.needs is not PUBLIC:
            with undone():
                _assert_alike(name, factory, browsers, table)


def _assert_alike(
    name: str,
    factory: Callable[..., dict[str, object] | None],
    browsers: dict[str, Client],
    table: dict[tuple[str, str], dict[str, str]],
) -> None:
    for relation in relations():
        hidden_from = [
            persona for persona in browsers if table.get((name, relation.name), {}).get(persona, "").startswith("-")
        ]
        parameters = factory(relation) if hidden_from else None
        if parameters is None:
            continue
        other = {key: uuid4() if isinstance(value, UUID) else value for key, value in parameters.items()}
        for persona in hidden_from if other != parameters else ():
            browser = browsers[persona]
            hidden = browser.get(reverse(name, kwargs=parameters))
            if any(message in hidden.content for message in MESSAGES):
                # it took along what an earlier page had still to say
                hidden = browser.get(reverse(name, kwargs=parameters))
            missing = browser.get(reverse(name, kwargs=other))
            assert hidden.status_code == missing.status_code == 404, (name, relation.name)
            assert _unmarked(hidden) == _unmarked(missing), (name, relation.name)


def _unmarked(response: object) -> str:
    """The page and its headers without what is random in every page: the nonce and the token."""
    text = response.content.decode() + repr(sorted(response.items()))
    text = text.replace(response.wsgi_request.csp_nonce, "")
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)
