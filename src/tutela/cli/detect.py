"""`tutela detect`: why a search does or does not make an alert, and how well the rules do."""

import argparse
import datetime as dt
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from tutela.settings import Settings

if TYPE_CHECKING:
    from tutela.detection.evaluate import Evaluation
    from tutela.detection.explain import Why
    from tutela.detection.terms import Hit

GOLDEN = Path(__file__).resolve().parents[3] / "tests" / "detection" / "golden"


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The verb and its own verbs."""
    parser = subparsers.add_parser("detect", help="explain and measure the detection rules")
    verbs = parser.add_subparsers(dest="what", metavar="run|explain|evaluate", required=True)

    stored = verbs.add_parser("run", help="match what is stored, as after a change of the rules; twice changes nothing")
    stored.add_argument("--from", dest="since", metavar="WHEN", help="such as 2026-03-02; a week ago if not given")
    stored.add_argument("--to", dest="until", metavar="WHEN", help="up to this moment, or the end of this day")
    stored.add_argument("--establishment", metavar="E", help="whose records; all if not given")
    stored.add_argument("--json", action="store_true", help="one object with the counts")
    stored.add_argument("--progress", metavar="FILE", type=Path, help=argparse.SUPPRESS)
    stored.set_defaults(run=run_stored)

    explain = verbs.add_parser("explain", help="which rules match a search, and why")
    explain.add_argument("text", nargs="*", metavar="TEXT", help="the words searched for")
    explain.add_argument("--event", metavar="JSON", help="a whole event, as fields of the event store")
    explain.add_argument("--json", action="store_true", help="one object for each rule concerned")
    explain.set_defaults(run=run_explain)

    measure = verbs.add_parser("evaluate", help="precision and recall on searches labelled by hand")
    measure.add_argument("--golden", type=Path, default=GOLDEN, metavar="DIR", help="folder of labelled searches")
    measure.add_argument("--json", action="store_true", help="one object for each theme and severity")
    measure.set_defaults(run=run_evaluate)


def run_stored(args: argparse.Namespace, settings: Settings) -> int:
    """0 done, 2 where the times or the store cannot be used. Only counts are said, nobody's searches."""
    from tutela.cli.events import moment
    from tutela.cli.importing import MATCHING, Progress, told
    from tutela.cli.use import BadUse, chosen_establishments
    from tutela.events.importers.run import Step
    from tutela.events.store import StoreError, connect
    from tutela.recorder.history import ALERTS_FOR, look_back_with

    now = dt.datetime.now(dt.UTC)
    zone, progress = ZoneInfo(settings.time_zone), Progress(sys.stderr, args.progress)
    try:
        since = moment(args.since, zone, "--from") or now - ALERTS_FOR
        until = moment(args.until, zone, "--to", end=True) or now
        if since >= until:
            raise BadUse("--from must be before --to.")
        site = chosen_establishments(settings, args.establishment)[0].site_id if args.establishment else 0
        store = connect(settings)
        try:
            looked = look_back_with(
                settings,
                store,
                since=since,
                until=until,
                site_id=site,
                progress=lambda done, total: progress(Step(MATCHING, done, total)),
            )
        finally:
            progress.clear()
            store.close()
    except (BadUse, StoreError, OSError, ValueError) as error:
        progress.note({"phase": "failed", "error": told(error)})
        return _refuse(str(error))
    progress.note({"phase": "done", "matches": looked.new, "matches_too_old": looked.silent})
    if args.json:
        _print_objects([looked._asdict()])
    else:
        old = f", {looked.silent} of them too old to alert anybody" if looked.silent else ""
        print(f"{looked.events:,} requests looked at: {looked.new:,} new matches{old}.")
    return 0


def run_explain(args: argparse.Namespace, _: Settings) -> int:
    """0 where some rule matches, 1 where none does, 2 where the event cannot be read."""
    from tutela.detection.explain import explain
    from tutela.detection.ruleset import load_library
    from tutela.events.event import Event

    if bool(args.text) == bool(args.event):
        return _refuse("give either the words of a search or --event")
    fields = {"search_terms": " ".join(args.text)}
    try:
        fields = msgspec.json.decode(args.event, type=dict) if args.event else fields
        # an hour of school, whenever somebody asks: rules about the night want a time of their own
        noon = dt.datetime.now(dt.UTC).replace(hour=12, minute=0)
        event = msgspec.convert({"time": noon, **fields}, Event)
    except msgspec.DecodeError as error:
        return _refuse(f"--event: {error}")
    reasons = explain(load_library(), event)
    if args.json:
        _print_objects(reasons)
    else:
        print("\n".join(_paragraph(why) for why in reasons) or "No rule is concerned.")
    return 0 if any(why.matches for why in reasons) else 1


def run_evaluate(args: argparse.Namespace, _: Settings) -> int:
    """0 done, 1 where a floor of the library is broken, 2 without labelled searches."""
    from tutela.detection.evaluate import evaluate, list_broken, read_floors, read_golden
    from tutela.detection.ruleset import load_library

    cases = read_golden(args.golden)
    if not cases:
        return _refuse(f"no labelled searches in {args.golden}; name their folder with --golden")
    result = evaluate(load_library(), cases)
    if args.json:
        _print_objects(
            {**msgspec.structs.asdict(row), "precision_pct": row.precision_pct, "recall_pct": row.recall_pct}
            for row in result.rows
        )
    else:
        print(_table(result))
    broken = list_broken(result, read_floors())
    for one in broken:
        print(f"tutela detect: {one}", file=sys.stderr)
    return 1 if broken else 0


def _paragraph(why: "Why") -> str:
    verdict = f"severity {why.severity}" if why.matches else "no alert"
    lines = [f"{why.rule_id}: {verdict} ({why.title})"]
    for hit in why.found:
        excuse = f", excused by “{hit.excused_by}”" if hit.excused_by else ""
        lines.append(f"  found {_found(hit)}{excuse}")
    lines += [f"  held back by {_found(hit)}" for hit in why.held_back_by]
    lines += [f"  counted: {counter}" for counter in why.counts_towards]
    return "\n".join(lines)


def _found(hit: "Hit") -> str:
    how = ", in disguise" if hit.disguised else f", by {hit.pattern}" if hit.pattern else ""
    return f"“{hit.phrase}” of {hit.list_id}{how}"


def _table(result: "Evaluation") -> str:
    lines = [f"{'theme':<24}{'severity':>9}{'due':>6}{'given':>7}{'right':>7}{'precision':>11}{'recall':>9}"]
    for row in result.rows:
        shares = "".join(
            f"{'–' if share is None else f'{share:.1f} %':>{width}}"
            for share, width in ((row.precision_pct, 11), (row.recall_pct, 9))
        )
        lines.append(f"{row.theme:<24}{row.severity:>9}{row.due:>6}{row.given:>7}{row.right:>7}{shares}")
    lines.append(f"{result.cases} searches; {result.quiet} of {result.harmless} harmless ones gave no alert.")
    for wrong in result.wrong:
        given = ", ".join(f"{theme} {severity}" for theme, severity in wrong.given) or "nothing"
        due = ", ".join(f"{theme} {severity}" for theme, severity in wrong.case.labels) or "nothing"
        lines.append(f"  “{wrong.case.searched}”: due {due}, given {given}")
    return "\n".join(lines)


def _print_objects(objects: Iterable[object]) -> None:
    for one in objects:
        print(msgspec.json.encode(one).decode())


def _refuse(why: str) -> int:
    print(f"tutela detect: {why}", file=sys.stderr)
    return 2
