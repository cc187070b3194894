"""`tutela events import`: other filters' logs in, with progress, and matched against the detection rules."""

import argparse
import datetime as dt
import json
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TextIO

from tutela.cli.use import BadUse, chosen_establishments
from tutela.events.establishments import Establishment
from tutela.events.importers import FORMATS
from tutela.events.importers.mapped_csv import BadMap, read_map, shipped
from tutela.events.importers.rows import People
from tutela.events.importers.run import IMPORTING, LOOKING, Imported, Importer, Step, Unusable
from tutela.events.store import Store, StoreAway, StoreError, connect
from tutela.keys import KeyFolder
from tutela.settings import Settings

DONE, FOUND_SOMETHING_WRONG, COULD_NOT_START = 0, 1, 2
MATCHING: Final = "match"
_WORDS: Final = {LOOKING: "Looking through", IMPORTING: "Importing", MATCHING: "Looking for what needs eyes"}
_BAR: Final = 24
_OFTEN_SECONDS, _SELDOM_SECONDS, _FILE_SECONDS = 0.2, 10.0, 0.5
_ROTATED: Final = re.compile(r"\.(\d+)(?:\.(?:gz|bz2|xz))?$")


def add_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The verb."""
    importing = verbs.add_parser("import", help="take in the log of another filter; twice changes nothing")
    importing.add_argument(
        "file", metavar="FILE", help="the log, plain or packed (gz, bz2, xz), a folder of them, or - for what comes in"
    )
    importing.add_argument("--format", default="auto", choices=["auto", *FORMATS], help="the log's format")
    importing.add_argument(
        "--map", metavar="FILE", help=f"for a table: what its columns mean; or {', '.join(shipped())}"
    )
    importing.add_argument("--establishment", metavar="E", help="whose log it is; the first if not given")
    importing.add_argument("--no-detection", action="store_true", help="do not look for matches now")
    importing.add_argument("--json", action="store_true", help="one object for each file")
    importing.add_argument("--progress", metavar="FILE", type=Path, help=argparse.SUPPRESS)
    importing.set_defaults(run=import_logs)


def import_logs(args: argparse.Namespace, settings: Settings) -> int:
    """Import. Exit status 2 when a file or the store cannot be used; bad lines are counted, not fatal."""
    status = DONE
    progress = Progress(sys.stderr, args.progress)
    with ExitStack() as stack:
        try:
            chosen = read_map(args.map) if args.map else None
            if chosen and args.format != "auto":
                raise BadUse("Give --map or --format, not both: a map says all about its table.")
            files = _files(args.file, stack)
            (establishment,) = chosen_establishments(settings, args.establishment)[:1]
            settings.make_folders()
            keys = KeyFolder(settings.keys)
            keys.ensure()
            people = known_people(settings, establishment)
            store = connect(settings)
            stack.callback(store.close)
        except (BadUse, BadMap, StoreError, OSError) as error:
            return _failed(error, args, progress)
        importer = Importer(store, establishment, keys.secret("pseudonym"), settings.data / "imports", people)
        for path, name in files:
            try:
                found = importer.import_file(path, args.format, progress, chosen)
            except (Unusable, StoreError, OSError) as error:
                progress.known = {}
                status = _failed(error, args, progress, name)
                continue
            matches, trouble = (0, 0), ""
            progress.known = _result(found, matches, "", name)
            progress.note({"phase": MATCHING})
            try:
                matches = (0, 0) if args.no_detection else _detect(settings, store, establishment, found, progress)
                progress.known = _result(found, matches, "", name)
            except (StoreError, OSError, ValueError) as error:
                status = max(status, FOUND_SOMETHING_WRONG)
                trouble = f"What needs eyes was not looked for; the records are kept. {error}"
                progress.known["error"] = told(error)
            progress.clear()
            progress.note({"phase": "done"})
            _say(found, matches, trouble, name, as_json=args.json)
    return status


class KnownPeople(Mapping[str, str]):
    """The filtering group of each person of an establishment by pseudonym, also by that of an earlier login."""

    def __init__(self, settings: Settings, site_id: int) -> None:
        from tutela.cli.application import migrate, open_application

        open_application(settings)
        migrate()
        from tutela.web.establishments import queries

        self.queries = queries
        self.place = next((each for each in queries.list_establishments() if each.pk == site_id), None)
        self.find = lru_cache(maxsize=None)(self._find)

    def __getitem__(self, pseudonym: str) -> str:
        found = self.find(pseudonym)
        if found is None:
            raise KeyError(pseudonym)
        return found

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError("People are looked up one by one.")

    def __len__(self) -> int:
        raise NotImplementedError("People are looked up one by one.")

    def _find(self, pseudonym: str) -> str | None:
        person = self.queries.get_person_by_pseudonym(self.place, pseudonym) if self.place else None
        if self.place is None or person is None:
            return None
        group = self.queries.get_group_of(person, on=self.queries.local_day(self.place, dt.datetime.now(dt.UTC)))
        return str(group.key) if group else ""


def known_people(settings: Settings, establishment: Establishment) -> People | None:
    """Return who is known at an establishment; None where there are no records of people."""
    if not settings.database and not (settings.data / "tutela.sqlite3").exists():
        return None
    return KnownPeople(settings, establishment.site_id)


class Progress:
    """Shows how far it is: a bar on a terminal, now and then a line elsewhere, and a small file where one is named."""

    def __init__(self, out: TextIO, file: Path | None = None) -> None:
        self.out, self.file = out, file
        self.is_terminal = out.isatty()
        self.began = self.shown = self.written = time.monotonic()
        self.phase = ""
        self.known: dict[str, Any] = {}
        """What is settled already, and goes with every word about how far it is."""

    def __call__(self, step: Step) -> None:
        now = time.monotonic()
        if step.phase != self.phase:
            self.phase, self.began, self.shown = step.phase, now, now
        if self.file and now - self.written > _FILE_SECONDS:
            self.written = now
            self.note({"phase": step.phase, "done": step.done, "total": step.total, "lines": step.lines})
        if now - self.shown > (_OFTEN_SECONDS if self.is_terminal else _SELDOM_SECONDS):
            self.shown = now
            end = "" if self.is_terminal else "\n"
            print(f"{chr(13) if self.is_terminal else ''}{self._line(step, now)}", end=end, file=self.out, flush=True)

    def clear(self) -> None:
        """Wipe the bar, so that words stand alone on their line."""
        if self.is_terminal:
            print("\r\x1b[2K", end="", file=self.out, flush=True)

    def note(self, state: dict[str, Any]) -> None:
        """Write where it stands into the file, whole or not at all."""
        if self.file:
            draft = self.file.with_suffix(".new")
            draft.write_text(json.dumps(state | self.known), encoding="utf-8")
            draft.replace(self.file)

    def _line(self, step: Step, now: float) -> str:
        took = max(now - self.began, 0.001)
        words = f"{_WORDS[step.phase]}: "
        if step.phase == MATCHING:
            return f"{words}{step.done:,} of {step.total:,} requests  "
        size = f"{step.done / 1e6:,.0f} MB"
        if not step.total:
            return f"{words}{size}  "
        share = min(step.done / step.total, 1.0)
        left = took * (1 - share) / share if share else 0
        bar = "#" * round(share * _BAR)
        return (
            f"{words}[{bar:-<{_BAR}}] {share:4.0%}  {step.lines:,} lines, {size} of {step.total / 1e6:,.0f} MB, "
            f"{step.lines / took:,.0f} lines a second, {left:.0f} s left  "
        )


def _detect(
    settings: Settings, store: Store, establishment: Establishment, found: Imported, progress: Progress
) -> tuple[int, int]:
    """Match what is new; how many matches, and how many of them are too old to alert anybody."""
    if found.since is None or found.until is None:
        return (0, 0)
    from tutela.recorder.history import look_back_with

    looked = look_back_with(
        settings,
        store,
        since=found.since,
        until=found.until,
        site_id=establishment.site_id,
        sources=[found.source_id],
        progress=lambda done, total: progress(Step(MATCHING, done, total)),
    )
    return looked.new, looked.silent


def _files(given: str, stack: ExitStack) -> list[tuple[Path, str]]:
    """Return the files that are meant, oldest first, with the names people know them by."""
    if given == "-":
        kept = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tutela-import-"))) / "log"
        with kept.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        return [(kept, "what came in")]
    path = Path(given)
    if path.is_dir():
        files = sorted((each for each in path.iterdir() if each.is_file() and not each.name.startswith(".")), key=_age)
        if not files:
            raise BadUse(f"There is no file in {path}.")
        return [(each, each.name) for each in files]
    if not path.is_file():
        raise BadUse(f"{path} is not a file or folder.")
    return [(path, path.name)]


def _age(path: Path) -> tuple[float, int, str]:
    """Rotated logs: the older by its date, and of the same date the higher number."""
    number = _ROTATED.search(path.name)
    return (int(path.stat().st_mtime), -int(number[1]) if number else 0, path.name)


def _result(found: Imported, matches: tuple[int, int], trouble: str, name: str) -> dict[str, Any]:
    return {
        "file": name,
        "format": found.form,
        "lines": found.lines,
        "new_events": found.events,
        "known_lines": found.known,
        "other_lines": found.other,
        "bad_lines": found.bad,
        "bad_lines_file": str(found.aside) if found.aside else "",
        "doubtful_times": found.doubtful,
        "matches": matches[0],
        "matches_too_old": matches[1],
        "from": _iso(found.since),
        "until": _iso(found.until),
        "error": trouble,
    }


def _say(found: Imported, matches: tuple[int, int], trouble: str, name: str, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_result(found, matches, trouble, name), ensure_ascii=False))
    else:
        print("\n".join(_sentences(found, matches, name)))
    if trouble:
        print(f"tutela: {trouble}", file=sys.stderr)


def _sentences(found: Imported, matches: tuple[int, int], name: str) -> Iterator[str]:
    already = f" {found.known:,} lines were known already." if found.known else ""
    yield f"{name}: {found.lines:,} lines, {found.events:,} new events, {found.bad:,} bad lines.{already}"
    if found.form:
        yield f"Read as {found.form}."
    if found.other:
        yield f"{found.other:,} lines tell of no request of their own."
    if found.doubtful:
        yield f"{found.doubtful:,} times lie in the hour that comes twice in autumn: taken in the order of the lines."
    if found.aside:
        yield f"Bad lines are kept in {found.aside}, each with its number and the reason."
    new, silent = matches
    if new:
        old = f" {silent:,} are older than a week: counted, but nobody is alerted." if silent else ""
        yield f"{new:,} matches with the detection rules.{old}"


def _failed(error: Exception, args: argparse.Namespace, progress: Progress, name: str = "") -> int:
    progress.clear()
    progress.note({"phase": "failed", "file": name, "error": told(error)})
    if args.json:
        print(json.dumps({"file": name, "error": str(error)}, ensure_ascii=False))
    print("\n".join([f"tutela: {error}", *getattr(error, "__notes__", ())]), file=sys.stderr)
    return COULD_NOT_START


def told(error: Exception) -> str:
    """What may be said of a fault to whoever sees that a log was imported: where and of which kind, and never what
    stands in the log. The words of other people's programs may quote it.
    """
    if isinstance(error, Unusable | BadUse | BadMap | StoreAway):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"A file or folder cannot be used: {error.strerror}."
    kind = "The event store refused it" if isinstance(error, StoreError) else "It broke off"
    return f"{kind} ({type(error).__name__})."


def _iso(moment: dt.datetime | None) -> str:
    return moment.isoformat(timespec="milliseconds") if moment else ""
