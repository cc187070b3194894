"""`tutela decide`: what would happen to an address, and why. Asks the snapshot in force, as the gateway does."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tutela.cli.policy import policies_of
from tutela.cli.use import BadUse
from tutela.events.pseudonym import pseudonym
from tutela.filtering.address import BadAddress, parse
from tutela.filtering.compile import CannotCompile
from tutela.filtering.engine import Filter, Request
from tutela.filtering.index import BadIndex, open_index
from tutela.filtering.lists import BadList, lists_hash
from tutela.filtering.publish import in_force, publish_all
from tutela.filtering.ruleset import BadPolicy, Policy
from tutela.filtering.snapshot import BadSnapshot, Manifest
from tutela.keys import KeyFolder
from tutela.settings import Settings

DONE, COULD_NOT_START = 0, 2
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


class Asking(NamedTuple):
    """Who is asking, and when."""

    group: str
    person: str
    device: str
    at: datetime


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the verb."""
    parser = subparsers.add_parser("decide", help="say what would happen to an address, and why")
    parser.add_argument("urls", metavar="URL", nargs="*", help="an address, with or without http://")
    parser.add_argument("--file", metavar="FILE", help="addresses from a file, one a line; - is standard input")
    parser.add_argument("--establishment", metavar="E", help="the establishment; the first if not given")
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--as", dest="login", metavar="LOGIN", help="as this person would be answered")
    who.add_argument("--group", metavar="NAME", help="as this group would be answered; the strictest if not given")
    parser.add_argument("--device", metavar="NAME", help="on this device")
    parser.add_argument("--at", metavar="WHEN", help="at this time, such as 2026-11-23T12:20; now if not given")
    parser.add_argument("--json", action="store_true", help="one object per line")
    parser.set_defaults(run=decide)


def decide(args: argparse.Namespace, settings: Settings) -> int:
    """Answer for each address in turn. Exit status 2 if one of them is no address, or an option cannot be followed."""
    # What somebody else wrote may hold what this terminal cannot show.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        urls = list(_addresses(args))
        manifest, policy = _snapshot(args, settings)
        index = open_index(manifest.path("index"), promised=manifest.files["index"].sha256)
        asking = _asking(args, settings, policy)
    except (BadUse, BadSnapshot, BadPolicy, BadIndex, BadList, CannotCompile, OSError) as error:
        print(f"tutela: {error}", file=sys.stderr)
        return COULD_NOT_START
    if index.origin.get("lists") != lists_hash(settings.lists):
        print("The lists are newer than the snapshot in force. Run: tutela lists compile", file=sys.stderr)
    made = Filter(policy, index)
    status = DONE
    for url in urls:
        answer = _answer(made, url, asking) | {"snapshot": f"{manifest.name}-{manifest.version}"}
        if "error" in answer:
            answer.pop("snapshot")
            status = COULD_NOT_START
        print(json.dumps(answer) if args.json else _words(answer))
    return status


def _addresses(args: argparse.Namespace) -> Iterator[str]:
    if not args.urls and not args.file:
        raise BadUse("Which address? Give one or more, or --file.")
    yield from args.urls
    if args.file == "-":
        yield from _lines(sys.stdin.buffer.read())
    elif args.file:
        yield from _lines(Path(args.file).read_bytes())


def _lines(raw: bytes) -> Iterator[str]:
    lines = raw.decode("utf-8-sig", errors="replace").split("\n")
    yield from (line.strip() for line in lines if line.strip())


def _snapshot(args: argparse.Namespace, settings: Settings) -> tuple[Manifest, Policy]:
    """The snapshot in force; a data folder that has none yet gets one from the library's lists."""
    keys = KeyFolder(settings.keys)
    settings.make_folders()
    keys.ensure()
    found = in_force(settings.snapshots, keys.ring())
    if not found:
        print("Nothing has been published yet: compiling the library's lists …", file=sys.stderr)
        publish_all(
            settings.snapshots, settings.lists, policies_of(args, settings), keys.signing_key(), datetime.now(UTC)
        )
        found = in_force(settings.snapshots, keys.ring())
    for manifest, policy in found:
        if args.establishment in (None, manifest.name):
            return manifest, policy
    known = ", ".join(manifest.name for manifest, _ in found)
    raise BadUse(f"There is no establishment “{args.establishment}”; there is: {known}.")


def _asking(args: argparse.Namespace, settings: Settings, policy: Policy) -> Asking:
    person, group = "", policy.strictest
    if args.device:
        named = args.device.casefold()
        device = next((one for one in policy.identities.devices if named in (one.name.casefold(), one.address)), None)
        if not device:
            raise BadUse(f"{policy.establishment.name} has no device “{args.device}”.")
        person, group = device.person or "", device.group or group
    if args.login:
        person, group = _person(args.login, settings, policy)
    if args.group:
        group = _group(args.group, policy)
    return Asking(group, person, args.device or "", _moment(args.at, policy))


def _group(text: str, policy: Policy) -> str:
    """The key of the group of that key or name, in whatever case."""
    named = text.casefold()
    for group in policy.groups:
        if named in (group.key.casefold(), group.name.casefold()):
            return group.key
    raise BadUse(f"There is no group “{text}”; there is: {', '.join(one.key for one in policy.groups)}.")


def _person(login: str, settings: Settings, policy: Policy) -> tuple[str, str]:
    key = KeyFolder(settings.keys).secret("pseudonym")
    person = pseudonym(key, policy.establishment.slug, login)
    known = {one.person: one.group for one in policy.identities.devices}
    known |= {one.person: one.group for one in policy.identities.credentials.values()}
    group = known.get(person)
    if group is None:
        raise BadUse(f"Nobody with the login “{login}” is known to the filter of {policy.establishment.name}.")
    return person, group or policy.strictest


def _moment(text: str | None, policy: Policy) -> datetime:
    if not text:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadUse(f"“{text}” is not a time. Write it as 2026-11-23T12:20.") from None
    # Without a zone the clock on the establishment's wall is meant.
    moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(policy.establishment.time_zone))
    if not EARLIEST <= moment <= LATEST:
        raise BadUse(f"“{text}” is no time at which anybody can ask.")
    return moment


def _answer(made: Filter, url: str, asking: Asking) -> dict[str, object]:
    try:
        address = parse(url)
    except BadAddress as error:
        return {"url": url, "error": str(error)}
    decision = made.decide(Request(address, asking.at, asking.group, asking.person, asking.device))
    return {
        "url": url,
        "outcome": decision.outcome,
        "categories": list(decision.categories),
        "rule": decision.rule,
        "reason": decision.reason,
    }


def _words(answer: dict[str, object]) -> str:
    if "error" in answer:
        return f"error  {answer['url']}\n       {answer['error']}"
    return f"{answer['outcome']:6} {answer['url']}\n       {answer['reason']} ({answer['rule']}, {answer['snapshot']})"
