"""What happens in these tests: somebody without an account tells a worry, in a browser that nobody is signed in to."""

import html
import re
from typing import Any

from django.test import Client

from tests import cast
from tutela.web.concerns.models import Concern

HOME = "/tell-us/oakfield/"
ACCOUNT = "They took my bag and the curlew laughed."


def readers() -> None:
    """Those who may have to read it are there."""
    cast.dana(), cast.dev(), cast.hana(), cast.chris()


def press(client: Client, address: str, **answers: str) -> str:
    """Answer the page at this address; where that leads."""
    response = client.post(address, answers)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def fill(client: Client, version: str = "7-11", home: str = HOME, **given: str) -> str:
    """Answer all six questions; the address of the page that shows them once more."""
    said: dict[str, Any] = {"danger": "no", "what": ACCOUNT, "who": "me", "by": "", "place": "offline", "named": "no"}
    said |= given
    at = press(client, f"{home}for/{version}/", danger=said["danger"])
    at = press(client, at, what=said["what"])
    at = press(client, at, who=said["who"], names=said.get("names", ""))
    at = press(client, at, by=said["by"])
    at = press(client, at, place=said["place"], where=said.get("where", ""))
    return press(client, at, named=said["named"], own_name=said.get("own_name", ""))


def tell(client: Client | None = None, version: str = "7-11", home: str = HOME, **given: str) -> list[str]:
    """Tell a worry as far as the six words, which come back."""
    client = client or Client()
    return words_on(client, press(client, fill(client, version, home, **given)))


def words_on(client: Client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    shown = re.search(r'<ol class="worries-words">(.*?)</ol>', page, re.DOTALL)
    assert shown, page
    return re.findall(r"<li>([a-z]+)</li>", shown.group(1))


def open_again(words: list[str], client: Client | None = None, home: str = HOME) -> Client:
    """A browser in which these six words have opened what was told."""
    client = client or Client()
    press(client, f"{home}come-back/", words=" ".join(words))
    return client


def text_of(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


def last_concern() -> Concern:
    found = Concern._base_manager.order_by("-raised_at", "receipt").last()
    assert found is not None
    return found
