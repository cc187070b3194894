"""Makes every picture of the documents anew, from the demo, in two minutes.

    PYTHONPATH=src .venv/bin/python -m tests.pictures

The demo is loaded into a folder of its own and all of Tutela is started on it; each role is signed in, and each page
has to be sound before its picture is kept in docs/pictures. `--into DIR` puts them elsewhere.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from tests.browser.look import assert_sound, watch
from tests.ports import free_port
from tutela.settings import Settings, load

ROOT = Path(__file__).resolve().parents[1]
LARGEST_BYTES = 150_000
DESK, PHONE = (1280, 900), (320, 720)
PLACES = 3
SECONDS_TO_BE_WELL = 180
LONGEST_WAIT = 120_000
"""Milliseconds that the first page may take, on a machine that does other things as well."""


class Shot(NamedTuple):
    """One picture: what it is called, who looks, where, on how wide a screen, and which link is followed there."""

    name: str
    login: str
    path: str
    size: tuple[int, int] = DESK
    follow: str = ""


SHOTS = (
    Shot("dsl-home", "dana", "/"),
    Shot("dsl-inbox", "dana", "/alerts/"),
    Shot("dsl-alert", "dana", "/alerts/", PHONE, ".tutela-table tbody tr a"),
    Shot("dsl-case", "dana", "/concerns/cases/", DESK, ".tutela-table tbody tr a"),
    Shot("head-half-term", "hana", "/reports/half-term/"),
    Shot("governor-half-term", "gwen", "/reports/half-term/", PHONE),
    Shot("teacher-report", "tom", "/report-a-concern/", PHONE),
    Shot("it-filter", "ivy", "/filter/"),
    Shot("it-list-difference", "ivy", "/filter/lists/", DESK, "main a:has-text('trust-games')"),
    Shot("learner-home", "leo", "/", PHONE),
    Shot("parent-home", "pat", "/", PHONE),
    Shot("filter-changes", "dana", "/filter/changes/"),
    Shot("dsl-review", "dana", "/reviews/", DESK, "main table a"),
    Shot("head-four-elements", "hana", "/reviews/elements/"),
    Shot("dsl-coverage", "dana", "/policies/coverage/"),
    Shot("dsl-actions", "dana", "/actions/"),
    Shot("dsl-seven-steps", "dana", "/responsibilities/seven-steps/"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes every picture of the documents anew, from the demo.")
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "pictures", metavar="DIR")
    parser.add_argument("--demo", type=Path, metavar="DIR", help="folder that holds the demo, or will (a new one)")
    options = parser.parse_args()
    folder = options.demo or Path(tempfile.mkdtemp(prefix="tutela-pictures-"))
    try:
        return _take_all(load(folder / "data", folder / "keys"), options.into)
    finally:
        if not options.demo:
            shutil.rmtree(folder, ignore_errors=True)


def _take_all(settings: Settings, into: Path) -> int:
    from tutela.cli.main import main as tutela

    if status := tutela(["demo", "load", "--data", str(settings.data), "--keys", str(settings.keys)]):
        return status
    into.mkdir(parents=True, exist_ok=True)
    cookies = {login: _sign_in(login) for login in {shot.login for shot in SHOTS}}
    with _running(settings) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for shot in SHOTS:
            size = {"width": shot.size[0], "height": shot.size[1]}
            context = browser.new_context(locale="en-GB", timezone_id="Europe/London", viewport=size)
            context.set_default_timeout(LONGEST_WAIT)
            context.add_cookies([{"name": "session", "value": cookies[shot.login], "url": address}])
            _take(context.new_page(), address, shot, into / f"{shot.name}-{shot.size[0]}.png")
            context.close()
        browser.close()
    return 0


def _take(page: Page, address: str, shot: Shot, file: Path) -> None:
    watch(page)
    page.goto(address + shot.path)
    if shot.follow:
        page.locator(shot.follow).first.click()
        page.wait_for_load_state("networkidle")
    assert_sound(page)
    page.screenshot(path=file)
    if file.stat().st_size > LARGEST_BYTES:
        sys.exit(f"{file} is larger than {LARGEST_BYTES:,} bytes")


def _sign_in(login: str) -> str:
    """The session of somebody who has just proved who they are, second factor too."""
    from allauth.account.internal.flows.login import (
        _AUTHENTICATION_METHODS_USER_SESSION_KEY as USER_OF_RECORDS,
    )
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from allauth.mfa.utils import is_mfa_enabled
    from django.test import Client

    from tutela.web.accounts.models import User

    user = User.objects.get(login=login)
    if not is_mfa_enabled(user):
        TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user)
    session = client.session
    session[RECORDS] = [{"method": method, "at": time.time()} for method in ("password", "mfa")]
    session[USER_OF_RECORDS] = str(user.pk)
    session.save()
    return client.cookies["session"].value


@contextmanager
def _running(settings: Settings) -> Iterator[str]:
    """All of Tutela on this demo, once the filter has proved itself and the worker has looked at everything."""
    ports = {"TUTELA_WEB_PORT": free_port(), "TUTELA_PROXY_PORT": free_port(), "TUTELA_PAGES_PORT": free_port()}
    command = [sys.executable, "-m", "tutela.cli", "up", "--data", str(settings.data), "--keys", str(settings.keys)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")} | {name: str(port) for name, port in ports.items()}
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + SECONDS_TO_BE_WELL
        while not (_is_well(settings) and _answers(ports["TUTELA_WEB_PORT"])):
            if time.monotonic() > deadline or running.poll() is not None:
                sys.exit("Tutela did not become well on the demo")
            time.sleep(1)
        yield f"http://localhost:{ports['TUTELA_WEB_PORT']}"
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(60)


def _answers(port: int) -> bool:
    """Whether the web application is there; on a busy machine the gateway may be well before it."""
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def _is_well(settings: Settings) -> bool:
    from tutela.web.filters.models import ListUpdate

    try:
        status = json.loads((settings.run / "gateway-status.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    parts = status.get("establishments") or []
    proved = [one for one in parts if (one.get("canaries") or {}).get("results") and not one["canaries"].get("wrong")]
    return len(proved) == PLACES and not ListUpdate._base_manager.filter(state="waiting", effects=None).exists()


if __name__ == "__main__":
    sys.exit(main())
