"""Documents on paper: a page of ours as a tagged PDF (PDF/UA-1), made in this process from files of our own alone.

The template extends "core/paper.html". WeasyPrint and the Debian packages marked "paper" in packages.txt are needed
for this and for nothing else, so they are asked for only when a document is made.
"""

import gc
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

OWN = "static:"
"""The one kind of address that a document may ask for: a static file of ours by its name ("static:core/paper.css")."""
KINDS = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}

_turn = threading.Lock()


class NoPaper(Exception):
    """No document can be made on this computer. Its text says what is missing and what to do."""


class NotOurs(ValueError):
    """A document asked for something that is not a file of ours."""


def pdf(request: HttpRequest | None, template: str, context: Mapping[str, Any]) -> bytes:
    """The page as PDF/UA-1, A4. The template knows `on_paper`. Takes about a second; one is made at a time.

    Raises `NoPaper` where a library is missing, `NotOurs` where the template asks for what it may not have.
    """
    weasyprint = _weasyprint()
    page = render_to_string(template, {**context, "on_paper": True}, request)
    # fontconfig and Pango keep state that threads share
    fetcher = _fetcher()()
    with _turn, _garbage_waits():
        document = weasyprint.HTML(string=page, base_url=OWN, url_fetcher=fetcher)
        made: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    if fetcher.refused:  # WeasyPrint would leave the part out in silence
        raise fetcher.refused[0]
    return made


@contextmanager
def _garbage_waits() -> Iterator[None]:
    """A document is a great many objects that all live until it is written: looking for dead ones takes a tenth of it
    and finds none.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def answer(request: HttpRequest, template: str, context: Mapping[str, Any], *, name: str) -> HttpResponse:
    """The same as a file to keep, called `name`; its foot says when it was made, and for whom. Raises `NoPaper`."""
    made = {**context, "made_at": timezone.now(), "made_for": getattr(request.actor, "name", "")}
    response = HttpResponse(pdf(request, template, made), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(name)}.pdf"'
    return response


def read_own(address: str) -> tuple[bytes, str]:
    """The content and kind of one of our static files. Raises `NotOurs` for every other address."""
    name = address.removeprefix(OWN).lstrip("/")
    kind = KINDS.get(Path(name).suffix)
    if not address.startswith(OWN) or kind is None:
        raise NotOurs(f"A document may not ask for {address[:100]}")
    found = finders.find(name)
    if not isinstance(found, str):
        raise NotOurs(f"There is no file of ours called {name[:100]}")
    return Path(found).read_bytes(), kind


@cache
def _weasyprint() -> Any:
    try:
        return import_module("weasyprint")
    except (ImportError, OSError) as error:
        # OSError: the Python package is there, and what lays out text is not
        raise NoPaper(
            "This computer cannot make PDF documents: a library that lays out text is missing. "
            "Whoever looks after it can install the packages marked “paper” in packages.txt."
        ) from error


@cache
def _fetcher() -> Any:
    urls: Any = import_module("weasyprint.urls")

    class OwnFiles(urls.URLFetcher):
        """Knows our static files, and no network and no other file."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=())
            self.refused: list[NotOurs] = []

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002  WeasyPrint's signature
            try:
                content, kind = read_own(url)
            except NotOurs as error:
                self.refused.append(error)
                raise
            return urls.URLFetcherResponse(url, body=content, headers={"Content-Type": kind})

    return OwnFiles
