"""How fast a large place sees who has agreed, compares a long policy, and merges its letters to parents?

    ./tutela bench policies [--json]

A place with 50,000 learners of whom nine in ten have answered an agreement, some of them more than once; 2,000 families
without an address by e-mail, each with a letter of its own, laid out by the worker's own turns; two versions of a
policy of sixty pages. Processor time stands beside the wall clock, since the machine does other things as well.
"""

import argparse
import logging
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.running import run

from tutela.settings import load
from tutela.web import project

PEOPLE, FAMILIES, ROUNDS, PAGES, WORDS_ON_A_PAGE = 50_000, 2_000, 12, 60, 450
SEED = 20261122
COVERAGE_MS, DIFFERENCE_MS, LETTERS_SECONDS = 200, 500, 180
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
VOCABULARY = ("we", "keep", "a", "record", "of", "what", "learners", "said", "about", "it", "and", "who", "answered")


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when coverage, the difference or the letters take longer than they may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--families", type=int, default=FAMILIES)
    parser.add_argument("--database", default="", help="a PostgreSQL instead of a file of its own")
    parser.add_argument("--json", action="store_true", help="one object")
    args = parser.parse_args(arguments)
    found = run(lambda folder: measure(folder, args.people, args.families, args.database), as_json=args.json)
    return int(
        found["coverage_ms_p95"] > COVERAGE_MS
        or found["difference_ms_median"] > DIFFERENCE_MS
        or found["letters_seconds"] > LETTERS_SECONDS
    )


def measure(folder: Path, people: int, families: int, database: str) -> dict[str, float]:
    """Return every figure by its name; the unit is in the name."""
    chosen = {"database": database} if database else {}
    project.start(load(data=folder / "data", keys=folder / "keys", environment={}, **chosen))
    project.migrate()
    logging.disable(logging.WARNING)
    from tutela.web.core.actor import SystemActor, acting_as

    with acting_as(SystemActor("benchmark")):
        version = _agreement(people)
        return {"people": people, **_coverage(version), **_difference(), "families": families, **_letters(families)}


def _agreement(people: int) -> Any:
    """The agreement of learners from 11 to 16, which nine in ten have answered."""
    from tutela.web.establishments import operations as establishments
    from tutela.web.establishments.models import Group, GroupMembership, Person
    from tutela.web.policies.authored import shelf
    from tutela.web.policies.models import Acknowledgement, Approval, Document, PinnedTemplate, Version
    from tutela.web.policies.texts import wording as wordings

    chance = random.Random(SEED)
    school = establishments.make_establishment(actor=_actor(), slug="bench", name="Bench College", at=AT)
    born = {"establishment": school, "kind": "learner"}
    rows = [
        Person(
            given_name=f"G{n}", family_name=f"F{n}", born_on=date(2011, 1, 1) + timedelta(days=n % 1200),
            reference=f"B{n}", **born,
        )
        for n in range(people)
    ]  # fmt: skip
    Person._base_manager.bulk_create(rows, batch_size=2000)
    classes = [Group(establishment=school, key=f"c{n}", name=f"Class {n}", kind=Group.Kind.CLASS) for n in range(100)]
    Group._base_manager.bulk_create(classes)
    GroupMembership._base_manager.bulk_create(
        [
            GroupMembership(establishment=school, group=classes[n % 100], person=row, from_on=date(2026, 9, 1))
            for n, row in enumerate(rows)
        ],
        batch_size=2000,
    )
    writer = establishments.make_person(
        actor=_actor(), establishment=school, kind="staff", given_name="Dana", family_name="Shah", login="dana", at=AT
    )
    template = shelf.list_shipped()["learners-11-to-16"]
    base = PinnedTemplate.objects.create(
        template_id=template.id, version=template.version, title=template.title, content=shelf.to_text(template),
        content_hash="0" * 64, kept_at=AT,
    )  # fmt: skip
    document = Document.objects.create(
        establishment=school, template_id=template.id, title=template.title, kind=template.kind,
        audience=template.audience, ages_from=template.ages.first, ages_below=template.ages.below,
        reading=template.reading, summary=template.summary, review_months=12, started_at=AT, started_by=writer,
    )  # fmt: skip
    content = wordings.to_text(wordings.from_template(template))
    signed = [
        Approval.objects.create(
            establishment=school, document=document, number=1, kind=kind, sha256="0" * 64, body="Governors",
            held_on=TODAY, reference="1", by=writer, at=AT,
        )
        for kind in (Approval.Kind.HEAD, Approval.Kind.MINUTE)
    ]  # fmt: skip
    version = Version.objects.create(
        establishment=school, document=document, number=1, title=document.title, base=base, content=content,
        sha256="0" * 64, published_at=AT, published_by=writer, author=writer, head_approval=signed[0],
        minute=signed[1], issued_on=TODAY, review_on=date(2027, 9, 1),
    )  # fmt: skip
    Acknowledgement._base_manager.bulk_create(
        [
            Acknowledgement(
                establishment=school, version=version, sha256="0" * 64, person=row,
                answer=chance.choice(("agrees", "agrees", "agrees", "not-now", "disagrees")), how="screen", by=row,
                at=AT - timedelta(hours=hours, seconds=n),
            )
            for n, row in enumerate(rows)
            if n % 10
            for hours in ((2, 1) if n % 7 == 0 else (1,))
        ],
        batch_size=2000,
    )  # fmt: skip
    return version


def _coverage(version: Any) -> dict[str, float]:
    from tutela.web.policies import queries

    found = _spread("coverage", lambda: queries.count_coverage(version, TODAY))
    found |= _spread("coverage_by_class", lambda: queries.count_by_group(version, TODAY))
    counted = queries.count_coverage(version, TODAY)
    return found | {"agreed_pct": counted.pct or 0.0}


def _difference() -> dict[str, float]:
    """Of a policy of sixty pages a word in every thirtieth sentence is another, and a clause went and one came."""
    from tutela.web.policies.authored.model import Clause
    from tutela.web.policies.texts import difference

    chance = random.Random(SEED)
    old = [Clause(id=f"c{n}", title=f"Clause {n}", text=_text(chance)) for n in range(PAGES)]
    new = [
        Clause(id=one.id, title=one.title, text=". ".join(_reworded(one.text, chance)))
        for one in (*old[:20], *old[21:])
    ]
    new.append(Clause(id="own", title="Our own", text=_text(chance)))
    changed = difference.only_changed(difference.compare(old, new))
    return _spread("difference", lambda: difference.compare(old, new)) | {"clauses_changed": len(changed)}


def _text(chance: random.Random) -> str:
    words = [chance.choice(VOCABULARY) for _ in range(WORDS_ON_A_PAGE)]
    return ". ".join(" ".join(words[n : n + 15]) for n in range(0, len(words), 15)) + "."


def _reworded(text: str, chance: random.Random) -> list[str]:
    return [one.replace("we ", "all of us ") if chance.random() < 0.1 else one for one in text.split(". ")]


def _letters(families: int) -> dict[str, float]:
    """From merging until the last document is kept, by the turns of the worker; and how long the longest turn took."""
    from tutela.web.engagement import operations, tasks
    from tutela.web.engagement.models import Letter
    from tutela.web.establishments import operations as establishments
    from tutela.web.establishments.models import ParentLink, Person

    school = establishments.make_establishment(actor=_actor(), slug="bench-two", name="Bench School", at=AT)
    head = establishments.make_person(
        actor=_actor(), establishment=school, kind="staff", given_name="Hana", family_name="Novak", login="hana2", at=AT
    )
    establishments.grant_role(actor=_actor(), person=head, role="head", from_on=date(2026, 9, 1), at=AT)
    establishments.name_contact(actor=_actor(), establishment=school, person=head, deputy=None, at=AT)
    rows = {
        kind: [
            Person(establishment=school, kind=kind, given_name=f"G{n}", family_name=f"F{n}", reference=f"{kind}{n}")
            for n in range(families)
        ]
        for kind in ("learner", "parent")
    }
    Person._base_manager.bulk_create([*rows["learner"], *rows["parent"]], batch_size=2000)
    ParentLink._base_manager.bulk_create(
        [
            ParentLink(establishment=school, parent=parent, child=child, has_responsibility=True, since=AT)
            for parent, child in zip(rows["parent"], rows["learner"], strict=True)
        ],
        batch_size=2000,
    )
    letter = operations.draft_letter(actor=_actor(), at=AT, establishment_id=school.pk, template="what-we-do")
    text = letter.text.replace("[", "").replace("]", "")
    operations.write_letter(actor=_actor(), at=AT, pk=letter.pk, title=letter.title, text=text)
    began, worked = time.perf_counter(), time.process_time()
    operations.merge_letter(actor=_actor(), at=AT, pk=letter.pk)
    merged, turns = time.perf_counter() - began, [0.0]
    while (letter := Letter.objects.get(pk=letter.pk)).state == Letter.State.MERGING:
        turn = time.perf_counter()
        tasks.make_letters(AT)
        turns.append(time.perf_counter() - turn)
    return {
        "merge_seconds": round(merged, 2),
        "letters_seconds": round(time.perf_counter() - began, 1),
        "letters_cpu_seconds": round(time.process_time() - worked, 1),
        "letters_made": letter.made,
        "documents": letter.documents.count(),
        "longest_turn_seconds": round(max(turns), 2),
    }


def _actor() -> Any:
    from tutela.web.core.actor import SystemActor

    return SystemActor("benchmark")


def _spread(name: str, what: Callable[[], object]) -> dict[str, float]:
    times = sorted(_timed(what) for _ in range(ROUNDS))
    return {
        f"{name}_ms_median": round(statistics.median(wall for wall, _ in times) * 1000, 1),
        f"{name}_ms_p95": round(times[int(len(times) * 0.95)][0] * 1000, 1),
        f"{name}_cpu_ms_mean": round(statistics.mean(cpu for _, cpu in times) * 1000, 1),
    }


def _timed(what: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    sys.exit(main())
