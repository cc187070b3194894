"""`tutela gateway sign-on` and `sign-off`: who is on which address, told by sign-on scripts, DHCP or RADIUS."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from tutela.cli.application import open_application
from tutela.events.pseudonym import pseudonym
from tutela.events.spool import SpoolWriter
from tutela.gateway import place, state
from tutela.gateway.errors import GatewayError
from tutela.keys import KeyFolder
from tutela.settings import Settings

MINUTES, MOST_MINUTES = 12 * 60, 31 * 24 * 60
SOURCES = ("sign-on", "dhcp", "radius")


class BadLine(ValueError):
    """What was told cannot be understood or is about nobody; the message says why."""


def add_arguments(parts: Any) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser]:
    """Register both; whoever calls says what runs them."""
    on = parts.add_parser("sign-on", help="say who is on an address now")
    on.add_argument("address", metavar="ADDRESS", help="such as 10.2.0.17; - reads lines `ADDRESS LOGIN [MINUTES]`")
    on.add_argument("--login", metavar="L", help="the person's login on the network")
    on.add_argument("--minutes", type=int, default=MINUTES, metavar="N", help="for how long; half a day if not given")
    on.add_argument("--device", default="", metavar="NAME", help="what the device is called")
    on.add_argument("--source", choices=SOURCES, default="sign-on", help="what told it")
    off = parts.add_parser("sign-off", help="say that nobody is on an address any more")
    off.add_argument("address", metavar="ADDRESS", help="such as 10.2.0.17; - reads one from each line")
    for part in (on, off):
        part.add_argument("--establishment", metavar="NAME", help="the first one unless given")
    return on, off


def sign_on(options: argparse.Namespace, settings: Settings, slug: str) -> int:
    """Status 1 when a line could not be used, 2 when nothing can be told here."""
    if options.address != "-":
        line = f"{options.address} {options.login or ''} {options.minutes}"
    elif options.login:
        raise GatewayError("with - the logins come from the lines; leave out --login")
    with _telling(settings, slug) as telling:
        people = People(settings, slug)

        def take(said: str) -> None:
            address, login, minutes = _parts(said, options.minutes)
            if login == "-":
                state.sign_off(telling.file, address, datetime.now(UTC), telling.tell)
                return
            person, group = people.find(login)
            now = datetime.now(UTC)
            until = now + timedelta(minutes=minutes)
            presence = state.Presence(
                address, now, until, person, device=options.device, group=group, source=options.source
            )
            state.sign_on(telling.file, presence, telling.tell)

        return _take_all(sys.stdin if options.address == "-" else [line], take)


def sign_off(options: argparse.Namespace, settings: Settings, slug: str) -> int:
    """Status 1 when a line could not be used, 2 when nothing can be told here."""
    with _telling(settings, slug) as telling:

        def take(said: str) -> None:
            state.sign_off(telling.file, _address(said.split(maxsplit=1)[0]), datetime.now(UTC), telling.tell)

        return _take_all(sys.stdin if options.address == "-" else [options.address], take)


class People:
    """Finds somebody of one establishment by login; asks the records, so that a leaver is nobody."""

    def __init__(self, settings: Settings, slug: str) -> None:
        open_application(settings)
        self.slug = slug
        self.key = KeyFolder(settings.keys).secret("pseudonym")

    def find(self, login: str) -> tuple[str, str]:
        """Their pseudonym and the key of their group. Raises `BadLine` where nobody has the login."""
        from tutela.web.establishments import queries
        from tutela.web.filters.queries import find_group

        here = queries.list_establishments().filter(slug=self.slug).first()
        at = datetime.now(UTC)
        known = pseudonym(self.key, self.slug, login)
        person = queries.get_person_by_pseudonym(here, known) if here else None
        if person is None or person.pseudonym != known or queries.has_left(person, at=at):
            raise BadLine(f"nobody at {self.slug} has the login {login}")
        return person.pseudonym, find_group(person, at=at)


class Telling:
    """Where it is told: the file that the helper reads, and the records."""

    def __init__(self, file: Path, spool: SpoolWriter) -> None:
        self.file = file
        self.tell = spool.append


@contextmanager
def _telling(settings: Settings, slug: str) -> Iterator[Telling]:
    file = place.Place(settings.edge, slug).live / "state.json"
    if not file.parent.is_dir():
        raise GatewayError(f"{slug} has no gateway that has ever served; start one with: tutela up --only gateway")
    with SpoolWriter(settings.spool / f"gateway-{slug}") as spool:
        yield Telling(file, spool)


def _take_all(lines: Iterable[str], take: Any) -> int:
    """Each line by itself: one that is wrong is named with its number and stops none of the others."""
    wrong = 0
    for number, line in enumerate(lines, 1):
        if not line.split():
            continue
        try:
            take(line)
        except BadLine as bad:
            wrong += 1
            print(f"tutela: line {number}: {bad}", file=sys.stderr, flush=True)
    return 1 if wrong else 0


def _parts(line: str, minutes: int) -> tuple[str, str, int]:
    address, *rest = line.split()
    if not 1 <= len(rest) <= 2:
        raise BadLine("expected ADDRESS LOGIN and, if wanted, MINUTES")
    if len(rest) == 2:
        if not rest[1].isascii() or not rest[1].isdigit():
            raise BadLine(f"{rest[1]!r} is not a number of minutes")
        minutes = int(rest[1])
    if not 1 <= minutes <= MOST_MINUTES:
        raise BadLine(f"from 1 to {MOST_MINUTES} minutes, not {minutes}")
    return _address(address), rest[0], minutes


def _address(text: str) -> str:
    try:
        return ip_address(text).compressed
    except ValueError:
        raise BadLine(f"{text!r} is not an address such as 10.2.0.17") from None
