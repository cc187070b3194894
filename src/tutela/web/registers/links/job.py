"""Asks for several pages, one after the other.

    python3 -m tutela.web.registers.links.job FD      told addresses in JSON on that descriptor

It says one line of JSON with the key when it begins to ask for a page, and one with key and answer when it has.
"""

import sys

import msgspec

from tutela.web.core.beside import take_task
from tutela.web.registers.links.asking import Answer, ask

MOST = 20
"""In one go: at twelve seconds each, four minutes at the most."""
Line = tuple[str, Answer | None]


def main() -> None:
    asked = msgspec.json.decode(take_task(), type=dict[str, str])
    for key, url in list(asked.items())[:MOST]:
        _say(key, None)
        _say(key, ask(url))


def _say(key: str, answer: Answer | None) -> None:
    sys.stdout.buffer.write(msgspec.json.encode((key, answer)) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
