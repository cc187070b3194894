"""Spool files as the gateway writes them, for tests."""

from pathlib import Path

NOTE = "o={o};r=default;c=;g=9B;p={p};d=library-pc-3;b=credential;s=default;v=7;n={n}"


def line(serial: int, *, at: float | None = None, person: str = "pleo", outcome: str = "allow", n: int = 1) -> str:
    """One line of Squid's log; `serial` is Squid's own number and, by default, also the second."""
    time = 1772442000.0 + serial if at is None else at
    note = NOTE.format(o=outcome, p=person, n=n)
    return (
        f"{time:.3f} {serial}     37 10.1.2.3 {person} - - TCP_MISS 200 133 1401 "
        f"GET http://example.org/{serial} curl/7.88.1 {note}\n"
    )


def append(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(text)
