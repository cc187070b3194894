"""How long does a page take that lists what ten thousand alerts of five hundred people have left?

    python -m benchmarks.web [--alerts N] [--people N] [--json]

Each page is asked for through Django's own client, with everything that a person's request passes: session, second
factor, permissions, the audited reading, the queries, the template. Network and server are left out. The data is
made up, the same in every run; alerts are put in whole, since making them one by one is what the recorder is for.
"""

import argparse
import logging
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.running import missed, run

from tutela.settings import load
from tutela.web import project

SEED = 20261122
ROUNDS = 30
RULES = (
    ("suicide-topic", "suicide-self-harm", "content", 3),
    ("despair", "suicide-self-harm", "content", 2),
    ("suicide-intent", "suicide-self-harm", "content", 1),
    ("circumvention", "circumvention", "conduct", 4),
    ("adult-contact", "grooming", "contact", 2),
    ("harmful-block", "harmful-content", "content", 4),
)
LIMIT_BYTES = 250_000
LIMIT_MS = 150


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when a page is larger, or takes longer at the 95th percentile, than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alerts", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--json", action="store_true", help="one object")
    args = parser.parse_args(arguments)
    found = run(lambda folder: measure(folder, args.alerts, args.people), as_json=args.json)
    most = {"_bytes": LIMIT_BYTES, "_ms_p95": LIMIT_MS}
    return missed(found, {name: limit for end, limit in most.items() for name in found if name.endswith(end)})


def measure(folder: Path, alerts: int, people: int) -> dict[str, float]:
    """Return every figure by its name; the unit is in the name."""
    settings = load(data=folder / "data", keys=folder / "keys", environment={})
    project.start(settings)
    project.migrate()
    logging.disable(logging.WARNING)
    from django.test import Client

    dana = _school(people, alerts)
    client = Client(SERVER_NAME="localhost")
    _sign_in(client, dana)
    found: dict[str, float] = {"alerts": alerts, "people": people}
    for name, address in {
        "inbox": "/alerts/",
        "inbox_page_10": "/alerts/?page=10",
        "inbox_severity_1": "/alerts/?severity=1",
        "inbox_week": "/alerts/?from_on=2026-11-16&to_on=2026-11-22",
        "inbox_dismissed": "/alerts/?state=dismissed",
        "one_person": f"/alerts/?person={_asker()}",
        "home": "/",
    }.items():
        found |= _page(client, name, address)
    return found


def _page(client: Any, name: str, address: str) -> dict[str, float]:
    from django.db import connection

    asked: list[str] = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    pairs = [_timed(lambda: client.get(address)) for _ in range(ROUNDS)]
    took, worked = sorted(wall for wall, _ in pairs), sorted(cpu for _, cpu in pairs)
    return {
        f"{name}_ms_median": round(statistics.median(took) * 1000, 1),
        f"{name}_ms_p95": round(took[int(len(took) * 0.95)] * 1000, 1),
        f"{name}_cpu_ms_median": round(statistics.median(worked) * 1000, 1),
        f"{name}_cpu_ms_p95": round(worked[int(len(worked) * 0.95)] * 1000, 1),
        f"{name}_queries": len(asked),
        f"{name}_bytes": len(answer.content),
    }


def _school(people: int, alerts: int) -> Any:
    """A school with a DSL, its people, and what has gathered: 30 % were decided."""
    from tutela.web.accounts import operations as accounts
    from tutela.web.core import sealing
    from tutela.web.core.actor import SystemActor, acting_as
    from tutela.web.establishments import operations as establishments
    from tutela.web.establishments.models import Person
    from tutela.web.filters import operations as filters
    from tutela.web.monitoring.models import Alert, AlertMatch

    actor, at, chance = SystemActor("benchmark"), datetime(2026, 11, 22, 7, tzinfo=UTC), random.Random(SEED)
    school = establishments.make_establishment(actor=actor, slug="bench", name="Bench School", at=at)
    filters.begin(actor=actor, establishment=school, at=at)
    user = accounts.make_user(actor=actor, login="dana", email="dana@bench.example", at=at)
    dana = establishments.make_person(
        actor=actor, establishment=school, kind="staff", given_name="Dana", login="dana", user=user, at=at
    )
    establishments.grant_role(actor=actor, person=dana, role="dsl", from_on=at.date(), at=at)
    with acting_as(actor):
        learners = Person._base_manager.bulk_create(
            Person(
                establishment=school,
                kind="learner",
                given_name=f"Given{number}",
                family_name=f"Family{number}",
                login=f"l{number}",
                pseudonym=f"p{number:019}",
            )
            for number in range(people)
        )
        from django.db import transaction

        with transaction.atomic():
            case_key, key = sealing.make_case_key(actor, school.pk, at=at)
        rows, matches = [], []
        for number in range(alerts):
            rule, theme, four_c, severity = chance.choices(RULES, weights=(30, 10, 2, 30, 3, 25))[0]
            learner, seen = chance.choice(learners), at - timedelta(minutes=chance.randrange(60 * 24 * 120))
            state = chance.choices(("waiting", "dismissed", "noted", "raised"), weights=(70, 22, 6, 2))[0]
            unread = seen if state == "waiting" and chance.random() < 0.6 else None
            rows.append(
                Alert(
                    establishment=school,
                    rule=rule,
                    rule_version=1,
                    severity=severity,
                    theme=theme,
                    four_c=four_c,
                    subject=learner,
                    asker=learner.pseudonym,
                    user_basis="credential",
                    device=f"pc-{number % 90}",
                    first_at=seen,
                    last_at=seen,
                    received_at=seen,
                    unread_since=unread,
                    state=state,
                    route="dsl",
                    case_key=case_key,
                )
            )
            match = AlertMatch(
                establishment=school, alert=rows[-1], match_id=f"m{number}", at=seen, source_id="squid", seq=number
            )
            sealing.seal_field(match, "sealed_excerpt", "something that was searched for", key)
            matches.append(match)
        Alert._base_manager.bulk_create(rows, batch_size=400)
        AlertMatch._base_manager.bulk_create(matches, batch_size=400)
    return dana


def _asker() -> str:
    from django.db.models import Count

    from tutela.web.monitoring.models import Alert

    counted = Alert._base_manager.filter(state="waiting").values("asker").annotate(n=Count("pk")).order_by("-n")
    return str(counted[0]["asker"])


def _sign_in(client: Any, person: Any) -> None:
    """As after password and code: the same marks in the session that signing in leaves there."""
    from allauth.account.internal.flows.login import (
        _AUTHENTICATION_METHODS_USER_SESSION_KEY as OF,
    )
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    client.force_login(person.user)
    TOTP.activate(person.user, generate_totp_secret())
    session = client.session
    session[METHODS] = [{"method": method, "at": time.time()} for method in ("password", "mfa")]
    session[OF] = str(person.user.pk)
    session.save()


def _timed(what: Callable[[], object]) -> tuple[float, float]:
    """Wall-clock and processor seconds; the second says more on a machine that does other things as well."""
    wall, cpu = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    sys.exit(main())
