"""Phrases that people wrote, in every part that keeps words, are looked for in every byte after a server was killed."""

import http.client
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.faults.webload import TOKEN, Web
from tests.web.backups.test_planted import forms_of

pytestmark = [pytest.mark.records]
MARK = "wryneckquill"
SENT = 40
"""Entries that are written through the running server; all else was there when it started, and is read through it."""
PREPARE = f"""
import os, sys
from tutela.settings import load
from tutela.web import project
settings = load(data=sys.argv[1], keys=sys.argv[2], environment=os.environ)
project.start(settings)
project.migrate()
from django.conf import settings as of_django
of_django.ALLOWED_HOSTS = ["localhost", "testserver"]
from datetime import UTC, datetime
from django.test import Client
from benchmarks.web import _sign_in
from tests import cast
from tests.web.allegations.scenes import a_report
from tests.web.concerns import scenes
from tests.web.exhibits.scenes import an_exhibit
from tests.web.referrals.scenes import a_referral
from tests.web.worries import scenes as worries
from tutela.web.referrals import operations as referrals
number = 0
def phrase(words=""):
    global number
    number += 1
    return f"{MARK} {{number:04}}{{words}}"
cast.dana(), cast.dev(), cast.hana(), cast.chris(), cast.name_contact()
case = scenes.a_case(scenes.a_concern(scenes.somebody(cast.leo()), scenes.named(phrase()), what_happened=phrase(),
    where=phrase(), note=phrase()))
exhibit = an_exhibit(settings, phrase(" said on the telephone").encode() * 50, "text", case=case)
referral = a_referral(case, why=phrase(), to=phrase())
referrals.fill_pack(actor=cast.acting(cast.dana()), referral_id=referral.pk, version=0, at=datetime.now(UTC),
    answers={{"gives": ["worries"], "parts": {{"address": phrase(), "view": phrase()}}}})
matter = a_report(cast.tom(), what=phrase())
a_report(phrase()[-30:], what=phrase())
for _ in range(3):
    worries.tell(what=phrase())
    worries.fill(Client(), what=phrase())
paths = [f"/concerns/cases/{{case.pk}}/", f"/exhibits/{{exhibit.pk}}/", f"/concerns/cases/{{case.pk}}/referrals/",
    f"/in-confidence/{{matter.pk}}/"]
sessions = []
for person in (cast.dana(), cast.hana()):
    client = Client(SERVER_NAME="localhost")
    _sign_in(client, person)
    sessions.append(client.cookies["session"].value)
from tests.web.concerns.scenes import version_of
print(*sessions, case.pk, version_of(case.pk), number, *paths)
"""


def _ask(web: Web, session: str, method: str, path: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("localhost", web.port, timeout=60)
    try:
        headers = {
            "Cookie": f"session={session}; csrf={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Origin": f"http://localhost:{web.port}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request(method, path, urlencode(sent or {}).encode(), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def _folder_of_postgresql(web: Web) -> Path | None:
    """Where the database of this run keeps its files, all of them on the disc; None where it is no PostgreSQL."""
    address = web.environment["TUTELA_DATABASE"]
    if not address:
        return None
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    return Path(row[0])


def _files_below(folder: Path) -> Iterator[Path]:
    """Every file; a folder that goes away meanwhile, such as another test's database, is passed over."""
    for place, _folders, names in os.walk(folder):
        yield from (Path(place) / name for name in names)


def _contents(tmp_path: Path, database: Path | None) -> Iterator[tuple[Path, bytes]]:
    """Every file with what is in it; PostgreSQL goes on living, and what it has put away meanwhile is not there."""
    for file in (*tmp_path.rglob("*"), *(_files_below(database) if database else ())):
        if file.is_file():
            try:
                yield file, file.read_bytes()
            except FileNotFoundError:
                if database is None or database not in file.parents:
                    raise


@pytest.mark.requirement("S3.19")
def test_no_phrase_is_readable_after_a_running_server_was_killed_in_vault_worries_packs_or_exhibits(
    tmp_path: Path,
) -> None:
    web = Web(tmp_path, 0, prepare=PREPARE)
    dana, hana = web.session, web.waiting[0]
    case, version, planted = web.waiting[1], int(web.waiting[2]), int(web.waiting[3])
    web.start()
    try:
        day = {"on_0": "20", "on_1": "11", "on_2": "2020", "kind": "note", "place": ""}
        for number in range(SENT):
            written = {**day, "text": f"{MARK} {planted + number:04}", "version": str(version + number)}
            status, page = _ask(web, dana, "POST", f"/concerns/cases/{case}/add/", written)
            assert status == http.client.FOUND, page[-3000:]
        for path in web.waiting[4:]:
            status, page = _ask(web, hana if "in-confidence" in path else dana, "GET", path)
            assert status == http.client.OK, (path, page[-2000:])
        searched, page = _ask(web, dana, "POST", "/concerns/search/", {"words": MARK})
        assert (searched, MARK in page) == (http.client.OK, True)
        assert MARK in _ask(web, hana, "GET", web.waiting[-1])[1]
    finally:
        web.kill()
    # what is looked with is not blind: the name of the place lies open, in the database and in its log
    named = 0
    found: list[tuple[str, bytes]] = []
    for file, content in _contents(tmp_path, _folder_of_postgresql(web)):
        named += b"Oakfield" in content
        found += [(file.name, form) for form in forms_of(MARK) if form in content]
    assert named >= 1
    assert len(list((tmp_path / "data" / "exhibits").iterdir())) >= 1
    assert found == []
