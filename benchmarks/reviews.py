"""How fast a framework of 500 statements opens while 20 reviewers save at once, and whether an answer is lost.

    ./tutela bench reviews [--json]

A school on a database file of its own, the pages through the whole of Django (without the network), 20 threads. Each
reviewer opens a statement, thinks, saves, and opens the overview now and then; `--think 0` is the worst case, in which
20 people press save with nothing in between. Beside the wall clock, which is shared with whatever else the machine does
and with the other 19 threads, stands how long the same page takes alone. The shipped frameworks are converted as
the list of reviews does it: without what is kept, and with it.
"""

import argparse
import logging
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.running import run
from benchmarks.web import _sign_in

from tutela.settings import load
from tutela.web import project

REVIEWERS, SECTIONS, IN_EACH, ROUNDS = 20, 10, 50, 30
SEED = 20261122
LIMIT_MS = 300


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when the 500 open too slowly while people save, or an answer is lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--saves", type=int, default=4, help="by each reviewer")
    parser.add_argument("--think", type=float, default=5.0, help="seconds between a save and the next, on average")
    parser.add_argument("--json", action="store_true", help="one object")
    args = parser.parse_args(arguments)
    found = run(lambda folder: measure(folder, args.saves, args.think), as_json=args.json)
    return int(found["open_while_saving_ms_p95"] > LIMIT_MS or found["lost_answers"] > 0)


def measure(folder: Path, saves: int, think: float) -> dict[str, float]:
    """Return every figure by its name; the unit is in the name."""
    settings = load(data=folder / "data", keys=folder / "keys", environment={})
    project.start(settings)
    project.migrate()
    logging.disable(logging.WARNING)
    from django.test import Client

    found: dict[str, float] = {"statements": SECTIONS * IN_EACH, "reviewers": REVIEWERS, **_shelf()}
    people, review = _school()
    clients = [Client(SERVER_NAME="localhost") for _ in people]
    for client, person in zip(clients, people, strict=True):
        _sign_in(client, person)
    address = f"/reviews/{review.pk}/"
    for page, name in ((address, "overview"), (f"{address}250/", "statement"), ("/reviews/", "list")):
        _get(clients[0], page)
        worked = time.process_time()
        found |= _spread(f"{name}_alone", [_timed(lambda page=page: _get(clients[0], page)) for _ in range(ROUNDS)])
        found[f"{name}_cpu_ms_mean"] = round((time.process_time() - worked) / ROUNDS * 1000, 1)
    worked = time.process_time()
    opened, saved, said = _all_at_once(clients, address, saves, think)
    found["cpu_ms_for_each_save_and_open"] = round((time.process_time() - worked) / len(saved) * 1000, 1)
    from tutela.web.core.actor import SystemActor, acting_as
    from tutela.web.reviews.models import Answer

    with acting_as(SystemActor("benchmark")):
        kept = set(Answer.objects.values_list("commentary", flat=True))
    found |= _spread("open_while_saving", opened) | _spread("save", saved)
    return found | {"saved_answers": len(said), "lost_answers": len(said - kept)}


def _all_at_once(
    clients: list[Any], address: str, saves: int, think: float
) -> tuple[list[float], list[float], set[str]]:
    opened: list[float] = []
    saved: list[float] = []
    said: set[str] = set()
    begin, lock = threading.Barrier(len(clients)), threading.Lock()

    def review(place: int) -> None:
        from django.db import connections

        chance, client = random.Random(SEED + place), clients[place]
        begin.wait()
        for turn in range(saves):
            time.sleep(chance.uniform(0, 2 * think))
            number = 1 + (place * saves + turn) % (SECTIONS * IN_EACH)
            words = f"From {place}, turn {turn}"
            page = f"{address}{number}/"
            opening = [_timed(lambda page=page: _get(client, page))]
            saving = _timed(lambda page=page, words=words: _save(client, page, words))
            if turn % 4 == 0:
                opening.append(_timed(lambda: _get(client, address)))
            with lock:
                opened.extend(opening)
                saved.append(saving)
                said.add(words)
        connections.close_all()

    threads = [threading.Thread(target=review, args=(place,)) for place in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return opened, saved, said


def _save(client: Any, page: str, words: str) -> None:
    answer = client.post(page, {"level": "1", "commentary": words, "seen": "", "overview": "1"})
    if answer.status_code != 302:
        raise SystemExit(f"{page} did not keep an answer: {answer.status_code}")


def _get(client: Any, page: str) -> None:
    answer = client.get(page)
    if answer.status_code != 200:
        raise SystemExit(f"{page} answered {answer.status_code}")


def _shelf() -> dict[str, float]:
    """What the list of reviews spends on the shipped frameworks, in milliseconds."""
    from tutela.web.reviews.frameworks import authored, shelf

    paths = sorted(shelf.SHELF.glob("*.yaml"))
    shelf.list_shipped()
    anew = [_timed(lambda: [authored.read_authored(path) for path in paths]) for _ in range(ROUNDS)]
    kept = [_timed(shelf.list_shipped) for _ in range(ROUNDS)]
    return {
        "shelf_converted_ms_median": round(statistics.median(anew) * 1000, 2),
        "shelf_kept_ms_median": round(statistics.median(kept) * 1000, 2),
    }


def _school() -> tuple[list[Any], Any]:
    """A school with 20 deputies who review, and a framework of 500 statements of which half are answered."""
    from tutela.web.accounts import operations as accounts
    from tutela.web.core.actor import SystemActor
    from tutela.web.establishments import operations as establishments
    from tutela.web.reviews import operations
    from tutela.web.reviews.frameworks.model import list_statements

    actor, at = SystemActor("benchmark"), datetime(2026, 11, 22, 7, tzinfo=UTC)
    school = establishments.make_establishment(actor=actor, slug="bench", name="Bench School", at=at)
    people = []
    for number in range(REVIEWERS):
        login = f"deputy{number}"
        user = accounts.make_user(actor=actor, login=login, email=f"{login}@bench.example", at=at)
        given = {"kind": "staff", "given_name": f"Deputy{number}", "login": login, "user": user}
        people.append(establishments.make_person(actor=actor, establishment=school, at=at, **given))
        establishments.grant_role(actor=actor, person=people[-1], role="deputy-dsl", from_on=at.date(), at=at)
    framework = _framework()
    opened = {"establishment_id": school.pk, "person_id": people[0].pk, "framework": framework}
    review = operations.start_review(actor=actor, at=at, **opened)
    for part in list_statements(framework)[SECTIONS * IN_EACH // 2 :]:
        given = {"statement": part.id, "level": 2.0, "applies": True, "commentary": "Seen in September.", "seen": None}
        operations.answer(actor=actor, at=at, review=review, person_id=people[0].pk, **given)
    return people, review


def _framework() -> Any:
    from tutela.web.reviews.frameworks.model import Bar, Framework, Level, Part

    held = (Bar(evidence="filters.canaries", at_least=95),)
    levels = tuple(
        Level(
            level=n,
            name=f"Level {n}",
            text=f"What is seen at level {n}, in the words that two people would read alike. " * 2,
            next=("Do what is missing and write it down.",) if n < 4 else (),
            holds=held if n == 3 else (),
        )
        for n in range(1, 5)
    )
    sections = tuple(
        Part(
            id=f"s{section}",
            title=f"Section {section}",
            parts=tuple(
                Part(
                    id=f"s{section}-{n}",
                    title=f"Statement {section}.{n}",
                    text="We do what is asked here, and somebody else could see it. " * 2,
                    guidance="Ask three people, and look at the last three records.",
                    assessed=True,
                    levels=levels,
                )
                for n in range(IN_EACH)
            ),
        )
        for section in range(SECTIONS)
    )
    return Framework(
        id="five-hundred", version="1", title="Five hundred", source="Made up", licence="CC0-1.0", parts=sections
    )


def _spread(name: str, times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        f"{name}_ms_median": round(statistics.median(ordered) * 1000, 1),
        f"{name}_ms_p95": round(ordered[int(len(ordered) * 0.95)] * 1000, 1),
    }


def _timed(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
