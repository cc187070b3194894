"""Two installations that share nothing, each with its own keys and database, exchange a file for real."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import cast
from tests.web.concerns.scenes import AT
from tests.web.exhibits.scenes import CHAT, an_exhibit
from tests.web.pages import words_of
from tests.web.transfers.scenes import SignIn, a_transfer, case_with_mia, made_file, upload
from tutela.settings import Settings
from tutela.web.transfers import operations, queries
from tutela.web.transfers.models import Partner

ROOT = Path(__file__).resolve().parents[3]
Ask = Callable[[str, Path], str]


@pytest.fixture
def elm_park(tmp_path: Path) -> Iterator[Ask]:
    """Elm Park in a process of its own."""
    command = [sys.executable, "-m", "tests.web.transfers.elsewhere", tmp_path / "elm" / "data", tmp_path / "elm-keys"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={"PYTHONPATH": f"{ROOT}/src:{ROOT}"}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip

    def ask(verb: str, file: Path) -> str:
        assert process.stdin is not None
        assert process.stdout is not None
        print(verb, file, file=process.stdin, flush=True)
        return process.stdout.readline().strip()

    with process:
        yield ask
        process.kill()


@pytest.mark.requirement("S3.19")
def test_a_file_goes_from_one_installation_to_another(
    elm_park: Ask, sign_in: SignIn, tutela: Settings, tmp_path: Path
) -> None:
    dana, oakfield, client = cast.acting(cast.dana()), cast.oakfield(), sign_in(cast.dana())
    operations.make_own_card(actor=dana, establishment=oakfield, at=AT)
    ours = queries.get_own_card(dana, oakfield)
    assert ours is not None
    card = tmp_path / "ours.tutela-card"
    card.write_bytes(ours.encode())
    assert elm_park("know", card) == " ".join(ours.words)
    words = elm_park("card", tmp_path / "theirs.tutela-card")
    taken = upload(client, "/transfers/exchange/take-in/", (tmp_path / "theirs.tutela-card").read_bytes())
    assert (
        words.split()[:5]
        == words_of(client.get(taken.headers["Location"])).partition("have to be these: ")[2].split()[:5]
    )
    assert client.post(taken.headers["Location"], {"spoken_to": "Eli", "same": "on"}).status_code == 302

    transfer, partner = a_transfer(), Partner._base_manager.get()
    case = case_with_mia()
    chat = an_exhibit(tutela, case=case)
    content = made_file(client, transfer, partner, case, exhibits=[str(chat.pk)])
    assert CHAT.split(b"\n")[0] not in content
    file = tmp_path / "leo.tutela"
    file.write_bytes(content[:-1] + b"!")
    assert elm_park("take-in", file).startswith("refused: This file was changed or cut off")
    file.write_bytes(content)
    assert elm_park("take-in", file).startswith("Oakfield Academy: Leo Marsh: He said the kingfisher")
    assert elm_park("take-in", file).startswith("refused: This file was taken in already")
    told = elm_park("exhibit", tmp_path / "chat")
    assert told.startswith(f"{chat.sha256} Given by Leo's mother. From Oakfield Academy: exhibit 1 of their case")
    assert (tmp_path / "chat").read_bytes() == CHAT
    assert list((tmp_path / "elm" / "data" / "exhibits" / "received").iterdir()) == []
    elm_park("receipt", tmp_path / "leo.receipt")
    receipt = (tmp_path / "leo.receipt").read_bytes()
    forged = upload(
        client, f"/transfers/{transfer.pk}/receipt/", receipt.replace(b'"received_at": "2', b'"received_at": "3')
    )
    assert "was not signed by the school" in words_of(forged)
    assert upload(client, f"/transfers/{transfer.pk}/receipt/", receipt).status_code == 302
    assert "They have it" in words_of(client.get(f"/transfers/{transfer.pk}/"))
