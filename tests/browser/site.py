"""The whole site for a real browser, with the rows of the test.

def test_dana_reads_it(phone: Page, address: str, sign_in: SignIn) -> None:
    as_person(phone, address, sign_in, cast.dana()).goto(f"{address}/alerts/")
    look.assert_sound(phone, "alerts")
"""

from collections.abc import Callable, Iterator
from datetime import date
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.browser.look import picture as picture
from tutela.web.establishments.models import Person

SignIn = Callable[..., Client]


class Silent(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def address(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The running site, in the transaction of the test: its thread uses the test's own connections.

    The browser is asked for here so that it runs before the transaction begins: Django keeps connections apart by
    event loop, and Playwright has one.
    """
    shared = {alias: connections[alias] for alias in connections}
    for connection in shared.values():
        connection.ensure_connection()
        connection.inc_thread_sharing()
        # the end of a request closes what is inside a transaction, as every connection of a test is
        monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    server = make_server("localhost", 0, StaticFilesHandler(get_wsgi_application()), handler_class=Silent)

    def serve() -> None:
        for alias, connection in shared.items():
            connections[alias] = connection
        server.serve_forever(poll_interval=0.02)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        for connection in shared.values():
            connection.dec_thread_sharing()


def on_day(page: Page, name: str, day: date) -> None:
    """Type a day into its three boxes."""
    for place, value in enumerate((day.day, day.month, day.year)):
        page.locator(f"[name={name}_{place}]").fill(str(value))


def as_person(page: Page, address: str, sign_in: SignIn, person: Person) -> Page:
    """The page with this person signed in."""
    cookie = sign_in(person).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": cookie, "url": address}])
    return page
