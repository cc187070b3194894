"""Materials and questions as they are typed: one to a line. No rows, no clock."""

from collections.abc import Iterable

from tutela.web.education.plans.model import MOST, MOST_LINES, Material


class BadLine(ValueError):
    """A line that cannot be read; its number, from 1, and what is wrong: parts, empty, address, long or many."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line, self.why = line, why


def lines_of(text: str) -> list[tuple[int, str]]:
    """The lines that say something, each with its number from 1."""
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def read_materials(text: str) -> tuple[Material, ...]:
    """Title | address or nothing | licence | author, one to a line. Raises `BadLine`."""
    found = []
    for number, line in _counted(text, MOST["material"]):
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 4:  # the four that the page names
            raise BadLine(number, "parts")
        title, address, licence, author = parts
        if not (title and licence and author):
            raise BadLine(number, "empty")
        if address and not address.startswith(("https://", "http://")):
            raise BadLine(number, "address")
        found.append(Material(title=title, address=address, licence=licence, author=author))
    return tuple(found)


def write_materials(materials: Iterable[Material]) -> str:
    """The same, to be typed on."""
    return "\n".join(f"{one.title} | {one.address} | {one.licence} | {one.author}" for one in materials)


def read_questions(text: str) -> tuple[str, ...]:
    """One to a line. Raises `BadLine`."""
    return tuple(line for _number, line in _counted(text, MOST["question"]))


def _counted(text: str, most: int) -> Iterable[tuple[int, str]]:
    for count, (number, line) in enumerate(lines_of(text), 1):
        if count > MOST_LINES:
            raise BadLine(number, "many")
        if len(line) > most:
            raise BadLine(number, "long")
        yield number, line
