"""Keys that people hold on paper: printed for them, and read again from a file or as they type them."""

import sys
from collections.abc import Sequence
from pathlib import Path

from nacl.public import PrivateKey

from tutela.web.backups import written
from tutela.web.backups.faults import BackupFault, WrongKey


def sheet(name: str, private: bytes) -> list[str]:
    """The page for one person who can open back-ups."""
    public = bytes(PrivateKey(private).public_key)
    return [
        f"BACK-UP KEY of {name}",
        f"Its mark: {written.mark(public)}",
        "",
        "With this key, and only with a key like it, a back-up can be opened. It is kept on no computer.",
        "Print this page, keep it where nobody else finds it, and clear the screen.",
        "",
        *(f"    {line}" for line in written.write(private, written.PRIVATE)),
        "",
        "Each line: its number, eight letters or figures (a to z, 2 to 7), two check digits.",
    ]


def read_private(file: Path | None, question: str) -> bytes:
    """Somebody's back-up key. Raises `WrongKey`."""
    return _read(file, question, written.PRIVATE)


def read_root(sheets: Sequence[Path]) -> bytes:
    """The root key of two halves, in either order; what is not in a file is asked for. Raises `WrongKey`."""
    wanted = [*sheets, None, None][: max(2, len(sheets))]
    if len(wanted) > 2:
        raise WrongKey("A root key has two halves; give --sheet twice at the most.")
    halves = [
        _read(file, f"Type the seven lines of {number} half of the root key", written.HALF)
        for number, file in zip(("one", "the other"), wanted, strict=True)
    ]
    if halves[0] == halves[1]:
        raise WrongKey("The same half was given twice. The other one is on the other person's sheet.")
    return bytes(a ^ b for a, b in zip(*halves, strict=True))


def _read(file: Path | None, question: str, kind: bytes) -> bytes:
    try:
        text = _typed(question) if file is None else file.read_text("utf-8")
        return written.read(text, kind)
    except (OSError, UnicodeDecodeError) as error:
        raise BackupFault(f"{file} cannot be read: {getattr(error, 'strerror', None) or 'it is no text'}") from error
    except written.Mistyped as error:
        raise WrongKey(f"{file or 'What was typed'}: {error}.") from error


def _typed(question: str) -> str:
    """Seven lines from whoever sits there; a line that does not prove itself is asked for again."""
    print(f"{question} (number, letters, check digits):", file=sys.stderr)
    lines: list[str] = []
    for line in sys.stdin:
        if line.strip():
            lines.append(line)
        if len(lines) == written.LINES or (lines and not line.strip()):
            break
    return "".join(lines)
