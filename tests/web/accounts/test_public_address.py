"""Behind a reverse proxy: people use the proxy's name, and cookies, forms, links and passkeys go by it.

Settings are read once by a process, so each question is put to a process of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ASK = """
import json
from tutela.settings import load
from tutela.web import project
settings = load()
settings.make_folders()
project.start(settings)
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory
from tutela.web.accounts import passkeys
from tutela.web.core.outbox import site_address
requests = RequestFactory(HTTP_HOST="tutela.oakfield.example", HTTP_X_FORWARDED_PROTO="https")
view = lambda request: HttpResponse(get_token(request))
def answer(request):
    request.session = {}
    guard = CsrfViewMiddleware(view)
    guard.process_request(request)
    refused = guard.process_view(request, view, (), {})
    return SecurityMiddleware(lambda request: refused or guard.process_response(request, view(request)))(request)
def post(origin):
    request = requests.post("/sign-in/", {"csrfmiddlewaretoken": token}, HTTP_ORIGIN=origin)
    request.COOKIES["__Host-csrf"] = cookie.value
    return answer(request).status_code
def is_served(host):
    try:
        return bool(RequestFactory(HTTP_HOST=host).get("/").get_host())
    except DisallowedHost:
        return False
shown = answer(requests.get("/sign-in/"))
token, cookie = shown.content.decode(), shown.cookies["__Host-csrf"]
from django.conf import settings as django
print(json.dumps({
    "cookies": {name: bool(one["secure"]) for name, one in shown.cookies.items()},
    "session": [django.SESSION_COOKIE_NAME, django.SESSION_COOKIE_SECURE],
    "hsts": shown.headers.get("Strict-Transport-Security", ""),
    "ours": post("https://tutela.oakfield.example"),
    "foreign": post("https://elsewhere.example"),
    "passkeys": passkeys.site_name(requests.get("/")),
    "by name": passkeys.address_by_name(requests.get("/")),
    "link": site_address(),
    "served": [is_served("tutela.oakfield.example"), is_served("elsewhere.example"), is_served("localhost:8000")],
    "plain, from this machine": answer(RequestFactory(HTTP_HOST="localhost:8000").get("/health/")).status_code,
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the web answers behind a proxy that people know as tutela.oakfield.example."""
    data: Path = tmp_path_factory.mktemp("proxied") / "data"
    source = Path(__file__).parents[3] / "src"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TUTELA_", "DJANGO_"))}
    mine = {"TUTELA_DATA": str(data), "TUTELA_PUBLIC_ADDRESS": "https://tutela.oakfield.example/"}
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        env=clean | mine | {"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    answer: dict[str, Any] = json.loads(asked.stdout.splitlines()[-1])
    return answer


def test_cookies_go_over_tls_alone(told: dict[str, Any]) -> None:
    assert told["cookies"] == {"__Host-csrf": True}
    assert told["session"] == ["__Host-session", True]
    assert told["hsts"].startswith("max-age=31536000")


def test_forms_of_the_public_address_are_taken_and_others_are_not(told: dict[str, Any]) -> None:
    assert (told["ours"], told["foreign"]) == (200, 403)
    assert told["served"] == [True, False, True]


def test_links_and_passkeys_have_the_public_name(told: dict[str, Any]) -> None:
    assert told["link"] == "https://tutela.oakfield.example"
    assert told["passkeys"] == "tutela.oakfield.example"
    assert told["by name"] == "https://tutela.oakfield.example/"


def test_this_machine_may_still_ask_whether_all_is_well(told: dict[str, Any]) -> None:
    assert told["plain, from this machine"] == 200
