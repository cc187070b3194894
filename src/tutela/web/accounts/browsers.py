"""From what a browser says of itself to words that its owner knows: "Chrome on Windows". Nothing is proved by it."""

from typing import NamedTuple

# The first that stands in the text wins: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
PROGRAMS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


class Browser(NamedTuple):
    """Program and system by the names their owners know; empty where they are not told."""

    program: str = ""
    system: str = ""


def describe(user_agent: str) -> Browser:
    """What this browser is, as far as it says."""
    return Browser(_first(PROGRAMS, user_agent), _first(SYSTEMS, user_agent))


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for sign, name in table if sign in text), "")
