"""`tutela demo load`: the fictitious trust with a fortnight of what happens there, and links to sign in."""

import argparse
import contextlib
import os
import sys
import threading
import time
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from tutela.cli.application import migrate, open_application
from tutela.cli.demo_recorder import open_recorder
from tutela.cli.supervise import say
from tutela.settings import BadSetting, Settings

EVERY_SECONDS = 2.0


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("demo", help="load the fictitious trust")
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
    load = deeds.add_parser(
        "load", help="make three schools with a fortnight of what happens there, and print new one-time links"
    )
    load.add_argument("--until", type=_day, metavar="DATE", help="last day of the fortnight, as 2026-11-20 (today)")
    load.add_argument("--seed", type=int, metavar="NUMBER", help="another number gives other people (1)")
    # what the worker gives the process that it starts: load what was chosen, print nothing, end with it
    load.add_argument("--beside", action="store_true", help=argparse.SUPPRESS)
    load.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    open_application(settings)
    if options.beside:
        threading.Thread(target=_end_with_the_worker, daemon=True).start()
        return _load_chosen(settings)
    migrate()
    from tutela.web.core.actor import SystemActor, acting_as
    from tutela.web.demo import operations as demo
    from tutela.web.demo.school import get_trust

    with acting_as(SystemActor("demo")):
        try:
            known = demo.get_chosen()
            latest = demo.last_possible(datetime.now(UTC))
            until = options.until or (known.until if known else latest)
            if until > latest:
                raise BadSetting(f"--until {until} has not come yet; the latest day is {latest}")
            seed = options.seed if options.seed is not None else (known.seed if known else demo.SEED)
            places = [one.slug for one in get_trust().places]
            chosen = demo.choose(until, seed=seed, places=places)
        except (demo.NotADemo, demo.AnotherDemo) as error:
            raise BadSetting(str(error)) from error
    started = time.monotonic()
    made = demo.load(chosen, partial(open_recorder, settings), say=_Progress(), then=_publish_evidence)
    if made:
        say(f"{made} loaded, until {chosen.until} ({time.monotonic() - started:.0f} s)")
    else:
        say(f"The demo is here already, until {chosen.until}: nothing was changed.")
    from tutela.web.project import first_start

    opened = first_start.open_school(settings, demo=True)
    for note in opened.notes:
        say(note)
    for who, link in opened.links:
        print(f"{who}\t{link}")
    return 0


class _Progress:
    """Says what is being loaded: each new piece of work, and of one that takes longer how far it is."""

    def __init__(self) -> None:
        self.last, self.at = "", 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if what != self.last or now - self.at >= EVERY_SECONDS:
            say(f"{what} {100 * done // total} %" if what == self.last else what)
            self.last, self.at = what, now


def _load_chosen(settings: Settings) -> int:
    from tutela.web.demo import operations as demo

    chosen = demo.get_chosen()
    if chosen is not None:
        demo.load(chosen, partial(open_recorder, settings), then=_publish_evidence)
    return 0


def _publish_evidence() -> None:
    """What levels and steps are held against, which the worker would publish within ten minutes."""
    from tutela.web.project.tasks import publish_evidence

    publish_evidence(datetime.now(UTC))


def _end_with_the_worker() -> None:
    with contextlib.suppress(OSError):
        sys.stdin.buffer.read()
    os._exit(1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day; write it as 2026-11-20") from None
