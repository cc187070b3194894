"""Serves the site of parts on a free port of loopback, as Django would, without a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings

from tests.web.look.parts import SETTINGS


class Silent(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    """The address of the running site, such as http://localhost:41523."""
    with override_settings(**SETTINGS, ALLOWED_HOSTS=["localhost"], CSRF_COOKIE_NAME="csrf", CSRF_COOKIE_SECURE=False):
        server = make_server("localhost", 0, StaticFilesHandler(WSGIHandler()), handler_class=Silent)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://localhost:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
