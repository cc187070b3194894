"""`tutela events import|trace`: other people's logs in, and who opened what out."""

import argparse
import csv
import datetime as dt
import getpass
import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from tutela.cli import importing
from tutela.cli.use import BadUse, chosen_establishments
from tutela.events.pseudonym import LENGTH, pseudonym
from tutela.events.store import StoreError, connect
from tutela.events.trace import BEGINNING, END, KEYS, MOST_ROWS, Asked, Names, trace
from tutela.keys import KeyFolder
from tutela.settings import Settings

DONE, COULD_NOT_START = 0, 2
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
PSEUDONYM = re.compile(rf"p[a-z2-7]{{{LENGTH - 1}}}")

AuditPurpose = Callable[[Settings, str, str, Mapping[str, object]], object]
"""Records durably who asks, the purpose in their words and what is asked; what it raises stops the trace."""


class People(Protocol):
    """Who is who. Made for one person, who has proved who they are and may know names."""

    def logins(self, name_or_login: str) -> Sequence[tuple[str, str]]:
        """Return the (establishment, login) of everybody of that name or login."""

    def names(self, pseudonyms: Sequence[str]) -> Names:
        """Return name and login by pseudonym, of those this person may know."""


OpenPeople = Callable[[Settings, str], People]
"""Given a login, asks its owner for their second factor. Raises PermissionError in words for people."""


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the verb. The main program may set `audit_purpose` and `open_people` on what was parsed."""
    parser = subparsers.add_parser("events", help="import and trace records of requests")
    verbs = parser.add_subparsers(dest="events_verb", metavar="VERB", required=True)
    importing.add_arguments(verbs)
    tracing = verbs.add_parser("trace", help="who opened what, when and from where, and what was decided")
    tracing.add_argument("--person", metavar="NAME-OR-LOGIN", default="", help="what one person did")
    tracing.add_argument("--device", metavar="NAME-OR-ADDRESS", default="", help="what was done on a device")
    tracing.add_argument("--url", default="", help="who opened an address, or what is below it")
    tracing.add_argument("--host", default="", help="who went to a host, or one below it")
    tracing.add_argument("--from", dest="since", metavar="WHEN", help="such as 2026-03-02 or 2026-03-02T09:15")
    tracing.add_argument("--to", dest="until", metavar="WHEN", help="up to this moment, or the end of this day")
    tracing.add_argument("--purpose", metavar="TEXT", default="", help="why you look; it is recorded first")
    tracing.add_argument("--as", dest="login", metavar="LOGIN", help="show names, as somebody who may know them")
    tracing.add_argument("--establishment", metavar="E", help="whose people; all if not given")
    output = tracing.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="one object per line")
    output.add_argument("--csv", action="store_true", help="for a spreadsheet")
    tracing.set_defaults(run=trace_events, audit_purpose=None, open_people=None)


def trace_events(args: argparse.Namespace, settings: Settings) -> int:
    """Trace. The purpose is recorded before anything is asked of the store, and nothing is shown without it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        purpose = " ".join(args.purpose.split())
        if not purpose:
            raise BadUse("Say why you look, with --purpose TEXT; it is recorded before anything is shown.")
        zone = ZoneInfo(settings.time_zone)
        since, until = moment(args.since, zone, "--from"), moment(args.until, zone, "--to", end=True)
        people = _people(args, settings)
        wanted = _wanted(args, settings, people)
        site = chosen_establishments(settings, args.establishment)[0].site_id if args.establishment else 0
        asked = Asked(wanted, args.device, args.url, args.host, since or BEGINNING, until or END, site)
        if asked.since >= asked.until:
            raise BadUse("--from must be before --to.")
        audit: AuditPurpose = args.audit_purpose or note_purpose
        who = args.login or f"{getpass.getuser()} (command line)"
        audit(settings, who, purpose, _as_asked(args, asked))
        store = connect(settings)
        try:
            rows = trace(store, asked)
        finally:
            store.close()
        if people:
            rows = _named(rows, people.names(sorted({row["person"] for row in rows if row["person"]})))
    except (BadUse, StoreError, OSError, PermissionError) as error:
        return _failed(error)
    _show(rows, args)
    if len(rows) == MOST_ROWS:
        print(f"These are the first {MOST_ROWS:,}; narrow the time for the rest.", file=sys.stderr)
    return DONE


def note_purpose(settings: Settings, who: str, purpose: str, query: Mapping[str, object]) -> None:
    """Record a purpose where the web application's audit is not at hand: durably, before it returns."""
    settings.make_folders()
    note = {"at": dt.datetime.now(dt.UTC).isoformat(), "who": who, "purpose": purpose, "query": dict(query)}
    line = json.dumps(note, ensure_ascii=False).encode() + b"\n"
    file = os.open(settings.log / "purposes.ndjson", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, line)
        os.fsync(file)
    finally:
        os.close(file)


def _people(args: argparse.Namespace, settings: Settings) -> People | None:
    if not args.login:
        return None
    opener: OpenPeople | None = args.open_people
    if opener is None:
        raise BadUse("Names cannot be shown here: nobody can sign in. Leave out --as to see pseudonyms.")
    return opener(settings, args.login)


def _wanted(args: argparse.Namespace, settings: Settings, people: People | None) -> list[str]:
    """Return the pseudonyms of whoever `--person` names."""
    if not args.person:
        return []
    if PSEUDONYM.fullmatch(args.person):
        return [args.person]
    key = KeyFolder(settings.keys).secret("pseudonym")
    establishments = chosen_establishments(settings, args.establishment)
    named = people.logins(args.person) if people else []
    logins = set(named) | {(each.slug, args.person) for each in establishments}
    return sorted(pseudonym(key, slug, login) for slug, login in logins)


def moment(text: str | None, zone: ZoneInfo, option: str, *, end: bool = False) -> dt.datetime | None:
    """What somebody typed after `option`, in UTC; a day without a time is its beginning, or with `end` the next day's.

    Raises `BadUse`.
    """
    if text is None:
        return None
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise BadUse(f"{option} {text} is not a time; write 2026-03-02 or 2026-03-02T09:15.") from error
    try:
        if end and re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", text):
            at += dt.timedelta(days=1)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(dt.UTC)
    except (OverflowError, ValueError) as error:
        raise BadUse(f"{option} {text} is further away than any record.") from error


def _as_asked(args: argparse.Namespace, asked: Asked) -> dict[str, object]:
    given = {"person": args.person, "device": args.device, "url": args.url, "host": args.host}
    given["establishment"] = args.establishment or ""
    times = {"from": asked.since.isoformat(), "to": asked.until.isoformat()}
    return {key: value for key, value in given.items() if value} | times


def _named(rows: list[dict[str, Any]], names: Names) -> list[dict[str, Any]]:
    return [
        row | dict(zip(("person", "login"), names.get(row["person"], (row["person"], "")), strict=True)) for row in rows
    ]


def _show(rows: list[dict[str, Any]], args: argparse.Namespace) -> None:
    if args.json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    elif args.csv:
        table = csv.writer(sys.stdout)
        table.writerow(KEYS)
        table.writerows([_cell(row[key]) for key in KEYS] for row in rows)
    else:
        for row in rows:
            who = row["login"] or row["person"] or "(nobody known)"
            where = row["device"] or row["src_ip"]
            print(f"{row['time']}  {row['action']:5}  {who}  {where}  {_one_line(row['url'])}  {row['reason']}")
        print(f"{len(rows):,} requests")


def _cell(value: object) -> str:
    """Write a value so that no spreadsheet takes it for a formula."""
    text = ";".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _one_line(text: str) -> str:
    return "".join(mark if mark.isprintable() else "�" for mark in text)


def _failed(error: Exception) -> int:
    print(f"tutela: {error}", file=sys.stderr)
    return COULD_NOT_START
