"""Ivy uploads her provider's log of yesterday, and sees what became of it."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import cast
from tests.web.records.logs import WITH_BAD_LINES, YESTERDAY
from tests.web.records.test_folder import work
from tutela.web.records import folder, rules
from tutela.web.records.models import LogImport

pytestmark = pytest.mark.once

SignIn = Callable[..., Client]


def send(client: Client, content: str | bytes = YESTERDAY, name: str = "access.log", form: str = "auto") -> object:
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return client.post("/logs/upload/", {"log": file, "form": form})


def uploads() -> list[str]:
    return [path.name for path in (folder.root() / folder.UPLOADS).iterdir()]


@pytest.mark.usefixtures("in_force")
@pytest.mark.requirement("S4.12")
def test_ivy_uploads_yesterdays_log_and_sees_what_became_of_it(sign_in: SignIn) -> None:
    client = sign_in(cast.ivy())
    sent = send(client, WITH_BAD_LINES)
    row = LogImport._base_manager.get()
    assert sent.headers["Location"] == f"/logs/{row.pk}/"  # type: ignore[attr-defined]
    assert "waits for its turn" in client.get(f"/logs/{row.pk}/").content.decode()
    work()
    page = client.get(f"/logs/{row.pk}/").content.decode()
    assert "Squid’s native log (5 of the first 7 lines fit)" in page
    assert "Uploaded" in client.get("/logs/").content.decode() or "access.log" in client.get("/logs/").content.decode()
    assert uploads() == []


@pytest.mark.usefixtures("in_force")
def test_the_list_of_bad_lines_gives_number_and_reason_and_no_words(sign_in: SignIn) -> None:
    client = sign_in(cast.ivy())
    send(client, WITH_BAD_LINES)
    work()
    row = LogImport._base_manager.get()
    answer = client.get(f"/logs/{row.pk}/bad-lines.txt")
    said = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert [line.split("\t")[0] for line in said.splitlines()] == ["6", "7"]
    assert "fields where 10 belong" in said
    assert "leo" not in said
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.usefixtures("in_force")
@pytest.mark.parametrize("form", ["unbound", "map:pihole-queries"])
def test_a_wrong_choice_is_refused_with_words_and_nothing_is_stored(sign_in: SignIn, form: str) -> None:
    client = sign_in(cast.ivy())
    send(client, form=form)
    work()
    row = LogImport._base_manager.get()
    page = client.get(f"/logs/{row.pk}/").content.decode()
    assert (row.state, row.new_events) == ("failed", 0)
    assert "This log was not imported" in page
    assert ("looks like" in page) or ("no column" in page)
    assert row.trouble.startswith("access.log: ")


def test_without_a_file_the_page_asks_for_it(sign_in: SignIn) -> None:
    client = sign_in(cast.ivy())
    assert "Choose the log" in client.post("/logs/upload/", {"form": "auto"}).content.decode()
    assert "is empty" in send(client, b"").content.decode()  # type: ignore[attr-defined]
    assert uploads() == []


def test_what_is_too_large_is_broken_off_and_leaves_nothing(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "LARGEST_BYTES", 100)
    send(sign_in(cast.ivy()))
    assert uploads() == []
    assert LogImport._base_manager.count() == 0


def test_without_the_token_nothing_is_taken(sign_in: SignIn) -> None:
    client = sign_in(cast.ivy())
    client.handler.enforce_csrf_checks = True
    assert send(client).status_code == 403  # type: ignore[attr-defined]
    assert LogImport._base_manager.count() == 0


def test_a_name_that_tries_to_leave_the_folder_stays_a_name(sign_in: SignIn) -> None:
    client = sign_in(cast.ivy())
    file = io.BytesIO(YESTERDAY.encode())
    file.name = "../../etc/passwd"
    client.post("/logs/upload/", {"log": file, "form": "auto"})
    row = LogImport._base_manager.get()
    assert row.file_name == "passwd"
    assert row.place.startswith(".uploads/")
    assert ".." not in row.place


def test_who_does_not_keep_the_systems_sees_no_page(sign_in: SignIn) -> None:
    send(sign_in(cast.ivy()))
    row = LogImport._base_manager.get()
    for person in (cast.tom(), cast.gwen(), cast.leo(), cast.eli()):
        client = sign_in(person)
        for address in ("/logs/", "/logs/upload/", f"/logs/{row.pk}/", f"/logs/{row.pk}/bad-lines.txt"):
            assert client.get(address).status_code == 404
