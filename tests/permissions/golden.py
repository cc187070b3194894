"""The reviewed table of who opens what, and how it is taken from the running pages.

One line for each address and relation, one column for each persona; a cell has two letters: what GET and POST come to.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.urls import reverse

FILE = Path(__file__).with_name("golden.txt")

OPENS, ASKS_TO_SIGN_IN, ASKS_FOR_FACTOR, ASKS_AGAIN, NOT_FOUND, FORBIDDEN, NO_METHOD = "o", "s", "f", "a", "-", "x", "."

UNKNOWN = "??"

HEAD = """\
# Who opens what. Reviewed by hand: every change of a line is a change of who may see or do something.
# A cell is GET, then POST:  o opens   - not found (hidden or missing, nobody can tell which)   s asked to sign in
#   f asked to set up a second factor   a asked for password or code again   x refused   . no such method
# Relations: own = of Oakfield, about Leo; foreign = of Elm Park; about-dsl, about-head = of Oakfield, about Dana, Hana.
# To propose new lines:  GOLDEN=write ./tutela test -- tests/permissions
"""


def letter(response: HttpResponse) -> str:
    """What an answer comes to. Raises `AssertionError` on a fault of ours."""
    status = response.status_code
    assert status < 500, f"{status} instead of an answer"
    if status in (301, 302):
        target = urlsplit(response["Location"]).path
        return {
            reverse("account_login"): ASKS_TO_SIGN_IN,
            reverse("mfa_activate_totp"): ASKS_FOR_FACTOR,
            reverse("account_reauthenticate"): ASKS_AGAIN,
            reverse("mfa_reauthenticate"): ASKS_AGAIN,
        }.get(target, OPENS)
    return {403: FORBIDDEN, 404: NOT_FOUND, 405: NO_METHOD}.get(status, OPENS)


def read() -> dict[tuple[str, str], dict[str, str]]:
    """The table: (address name, relation) -> persona -> cell."""
    if not FILE.exists():
        return {}
    lines = [line.split() for line in FILE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    personas = lines[0][2:]
    return {(name, relation): dict(zip(personas, cells, strict=True)) for name, relation, *cells in lines[1:]}


def write(table: dict[tuple[str, str], dict[str, str]], personas: list[str]) -> None:
    """Put the table into its file, aligned, in alphabetical order."""
    wide = max(len(name) for name, _ in table) + 2
    rows = [f"{'address':{wide}}{'relation':12}{'  '.join(personas)}"]
    for (name, relation), cells in sorted(table.items()):
        # a persona that is new has no cell yet in the lines of other apps
        row = "  ".join(f"{cells.get(persona, UNKNOWN):{len(persona)}}" for persona in personas)
        rows.append(f"{name:{wide}}{relation:12}{row}".rstrip())
    FILE.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
