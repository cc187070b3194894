"""Asks for several pages, one after the other.

python3 -m tutela.web.registers.links.job      told addresses as JSON on standard input; says answers as JSON
"""

import sys

import msgspec

from tutela.web.registers.links.asking import ask

MOST = 20
"""In one go: at twelve seconds each, four minutes at the most."""


def main() -> None:
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=dict[str, str])
    answers = {key: ask(url) for key, url in list(asked.items())[:MOST]}
    sys.stdout.buffer.write(msgspec.json.encode(answers))


if __name__ == "__main__":
    main()
