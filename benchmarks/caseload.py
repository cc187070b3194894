"""A school whose cases have gathered over years, put in whole: making them one by one is not what is measured."""

import os
import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SEED = 20261123
LEARNERS, ENTRIES, CLOSED_IN_TEN = 500, 12, 8
LETTERS = 600
VOCABULARY = ("she", "said", "that", "nobody", "sees", "what", "they", "write", "at", "night", "and", "it", "began")


def make_school() -> tuple[Any, Any]:
    """A school with a DSL who can sign in: the place and the person."""
    from tutela.web.accounts import operations as accounts
    from tutela.web.core.actor import SystemActor
    from tutela.web.establishments import operations as establishments
    from tutela.web.filters import operations as filters

    actor = SystemActor("benchmark")
    school = establishments.make_establishment(actor=actor, slug="bench", name="Bench School", at=AT)
    filters.begin(actor=actor, establishment=school, at=AT)
    user = accounts.make_user(actor=actor, login="dana", email="dana@bench.example", at=AT)
    dana = establishments.make_person(
        actor=actor, establishment=school, kind="staff", given_name="Dana", login="dana", user=user, at=AT
    )
    establishments.grant_role(actor=actor, person=dana, role="dsl", from_on=AT.date(), at=AT)
    return school, dana


def fill(school: Any, dana: Any, cases: int) -> dict[str, int]:
    """So many cases, each from a concern about a learner, twelve entries long; eight in ten are closed. What is there.

    Must be called as the system. Words of 600 letters, sealed with the key of their case, as when somebody writes them.
    """
    from tutela.web.concerns.models import CaseEntry, Concern, ConcernEntry, Involved, SafeguardingCase
    from tutela.web.core import sealing
    from tutela.web.core.models import CaseKey, EstablishmentKey, KeyGrant
    from tutela.web.establishments.models import Person

    chance, newest = random.Random(SEED), EstablishmentKey.objects.filter(establishment_id=school.pk).latest("number")
    learners = Person._base_manager.bulk_create(
        Person(
            establishment=school, kind="learner", given_name=f"Given{number}", family_name=f"Family{number}",
            login=f"l{number}", pseudonym=f"p{number:019}",
        )
        for number in range(LEARNERS)
    )  # fmt: skip
    rows: dict[type, list[Any]] = {}

    def keep(row: Any, key: bytes = b"", **sealed: str) -> Any:
        for name, text in sealed.items():
            sealing.seal_field(row, f"sealed_{name}", text, key)
        rows.setdefault(type(row), []).append(row)
        return row

    def new_key() -> tuple[Any, bytes]:
        case_key = CaseKey(pk=uuid4(), establishment_id=school.pk, kind=CaseKey.Kind.STANDARD, made_at=AT)
        grant, key = KeyGrant(case_key=case_key, granted_at=AT, granted_by="benchmark"), os.urandom(sealing.KEY_BYTES)
        sealing._wrap(grant, newest, key)
        keep(case_key), keep(grant)
        return case_key, key

    def words() -> str:
        return " ".join(chance.choice(VOCABULARY) for _ in range(LETTERS // 5))

    for number in range(1, cases + 1):
        begun = AT - timedelta(minutes=90 * (cases - number), days=2)
        concern_key, its_key = new_key()
        concern = keep(
            Concern(
                pk=uuid4(), establishment=school, case_key=concern_key, receipt=f"B{number:07}", raised_at=begun,
                theme="bullying", four_c="conduct", place="online", origin="staff", route="dsl", immediate_danger=False,
            ), its_key, text=words(), where="", note="", events="[]",
        )  # fmt: skip
        about = Involved(establishment=school, concern=concern, person=chance.choice(learners), role="harmed")
        keep(about, its_key, name="")
        case_key, key = new_key()
        case = keep(
            SafeguardingCase(
                pk=uuid4(), establishment=school, case_key=case_key, number=number, route="dsl", opened_at=begun,
                opened_by=dana,
            )
        )  # fmt: skip
        keep(
            ConcernEntry(establishment=school, concern=concern, number=1, kind="in-case", at=begun, case=case),
            its_key, text="",
        )  # fmt: skip
        kinds = ["opened", *(["note"] * (ENTRIES - 2)), "outcome" if number % 10 < CLOSED_IN_TEN else "note"]
        for place, kind in enumerate(kinds, start=1):
            at = begun + timedelta(minutes=5 * place)
            keep(
                CaseEntry(
                    pk=uuid4(), establishment=school, case=case, number=place, kind=kind, happened_at=at,
                    written_at=at, author=dana,
                ), key, text=words(),
            )  # fmt: skip
        if number % 500 == 0 or number == cases:
            _put_in(rows)
    return {"cases": cases, "entries": cases * ENTRIES}


def _put_in(rows: dict[type, list[Any]]) -> None:
    """In the order in which they first came, so that each finds what it points to."""
    for model, made in rows.items():
        model._base_manager.bulk_create(made, batch_size=500)  # type: ignore[attr-defined]
        made.clear()
