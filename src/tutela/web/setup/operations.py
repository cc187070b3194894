"""The only writes of a set-up: begun, taken over, answered page by page, and carried out at once at the end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import opening
from tutela.web.establishments import operations as establishments
from tutela.web.filters import operations as filters
from tutela.web.setup.carrying_out import Link, carry_out
from tutela.web.setup.models import SetUp
from tutela.web.setup.queries import get_answers
from tutela.web.setup.questions import list_unanswered


class HeldBySomebody(Exception):
    """Another browser is at this set-up; `set_up` says whose, and since when."""

    def __init__(self, set_up: SetUp) -> None:
        super().__init__(str(set_up.held_by or ""))
        self.set_up = set_up


class AlreadyFinished(Exception):
    """The set-up was carried out; what it did is changed at the ordinary pages."""


class Unanswered(Exception):
    """Pages are missing, or no longer fit the others; `pages` says which."""

    def __init__(self, pages: list[str]) -> None:
        super().__init__(", ".join(pages))
        self.pages = pages


@operation
def begin(*, actor: AnyActor, at: datetime, establishment: Any, hold: str, take_over: bool = False) -> SetUp:
    """Begin a set-up, or go on with it; `hold` is a secret of the browser that is at it.

    Raises `HeldBySomebody` when another browser is at it and `take_over` is not said, `AlreadyFinished`.
    """
    found = _locked(establishment)
    if found is None:
        found = SetUp(establishment=establishment, began_at=at, changed_at=at)
        audit.record(actor, "setup.begin", found, at=at)
    elif found.finished_at:
        raise AlreadyFinished
    elif found.hold and found.hold != hold:
        if not take_over:
            raise HeldBySomebody(found)
        audit.record(actor, "setup.take-over", found, at=at, earlier=str(found.held_by_id))
    if found.hold != hold:
        found.hold, found.held_by_id, found.held_at = hold, getattr(actor, "person_id", None), at
    found.save()
    return found


@operation
def save_page(
    *, actor: AnyActor, at: datetime, establishment: Any, hold: str, page: str, typed: Mapping[str, Any]
) -> SetUp:
    """Keep what was typed into a page, complete or not. Raises `HeldBySomebody`, `AlreadyFinished`."""
    found = _held(establishment, hold)
    found.answers = {**found.answers, page: dict(typed)}
    found.changed_at = at
    found.save(update_fields=["answers", "changed_at"])
    audit.record(actor, "setup.answer", found, at=at, page=page)
    return found


@operation
def put_aside(*, actor: AnyActor, at: datetime, establishment: Any, hold: str) -> None:
    """Come back later: whoever comes next goes on without asking. Raises `HeldBySomebody`, `AlreadyFinished`."""
    found = _held(establishment, hold)
    found.hold, found.held_by, found.held_at = "", None, None
    found.save(update_fields=["hold", "held_by", "held_at"])
    audit.record(actor, "setup.put-aside", found, at=at)


@operation
def finish(*, actor: AnyActor, at: datetime, establishment: Any, hold: str) -> list[Link]:
    """Do everything that was answered, or nothing of it; each new person with the link that signs them in once.

    Raises `Unanswered`, `HeldBySomebody`, `AlreadyFinished`, and what the operations behind it raise when somebody
    was quicker (`establishments.opening.AlreadySetUp`, `accounts.operations.LoginTaken`).
    """
    found = _held(establishment, hold)
    answers = get_answers(found, establishment, at=at)
    if missing := list_unanswered(answers):
        raise Unanswered(missing)
    links = carry_out(actor=actor, at=at, establishment=establishment, answers=answers)
    found.wanted_list = answers.get("fails", "list_place") if answers.get("fails", "lists") == "more" else ""
    found.answers, found.hold, found.held_by, found.finished_at = {}, "", None, at
    found.save()
    audit.record(actor, "setup.finish", found, at=at)
    return links


WHO_FILTERS = outbox.Notice(
    kind="who-filters",
    subject="Who filters was changed in your name",
    body=(
        "Somebody at {establishment} has noted that you decided who filters the internet there. If you did not, say so "
        "to whoever looks after the computers, and have it changed back."
    ),
)
TEST_MAIL = outbox.Notice(
    kind="mail-test",
    subject="Mail from Tutela reaches you",
    body="Somebody at {establishment} asked for this message, to see whether mail goes out.",
)


@operation
def describe(
    *, actor: AnyActor, at: datetime, establishment: Any, name: str, nation: str, sector: str, phase: str
) -> None:
    """What the school is, from now on. Raises Django's `ValidationError`."""
    establishments.update_profile(
        actor=actor, at=at, establishment=establishment, name=name, nation=nation, sector=sector, phase=phase
    )


@operation
def choose_trust(*, actor: AnyActor, at: datetime, establishment: Any, name: str) -> None:
    """The trust of that name, made where there is none yet; without a name none. Raises Django's `ValidationError`."""
    if not name:
        establishments.leave_trust(actor=actor, at=at, establishment=establishment)
        return
    trust = opening.find_or_make_trust(actor=actor, at=at, name=name)
    establishments.update_profile(actor=actor, at=at, establishment=establishment, trust=trust)


@operation
def choose_who_filters(
    *,
    actor: AnyActor,
    at: datetime,
    establishment: Any,
    filtering_by: str,
    provider_name: str,
    preset: str,
    decided_by: Any,
) -> None:
    """Tutela or a provider filters, by the word of `decided_by`, who is told. Raises Django's `ValidationError`."""
    establishments.update_profile(
        actor=actor,
        at=at,
        establishment=establishment,
        filtering_by=filtering_by,
        provider_name=provider_name or None,
        preset=preset,
    )
    if filtering_by == establishment.FilteringBy.TUTELA:
        filters.begin(actor=actor, at=at, establishment=establishment)
    audit.record(
        actor, "establishment.who-filters", establishment, at=at, by=filtering_by, decided_by=str(decided_by.pk)
    )
    if actor.person_id != decided_by.pk:
        outbox.post(
            WHO_FILTERS,
            to=decided_by.email,
            at=at,
            establishment_id=establishment.pk,
            establishment=establishment.name,
            link="/contacts/",  # whoever decides need not be who may change it
        )


@operation
def send_test_mail(*, actor: AnyActor, at: datetime, establishment: Any, to: str) -> None:
    """A message to oneself, which goes the way that all others go."""
    outbox.post(
        TEST_MAIL,
        to=to,
        at=at,
        establishment_id=establishment.pk,
        establishment=establishment.name,
        link="/setting-up/mail/",
    )
    audit.record(actor, "mail.test", establishment, at=at)


def _held(establishment: Any, hold: str) -> SetUp:
    found = _locked(establishment)
    if found is not None and found.finished_at:
        raise AlreadyFinished
    if found is None or not hold or found.hold != hold:
        raise HeldBySomebody(found or SetUp(establishment=establishment))
    return found


def _locked(establishment: Any) -> SetUp | None:
    # who may is asked by the address; nobody else may change it meanwhile
    rows = SetUp._base_manager.select_for_update(of=("self",)).select_related("held_by")
    return rows.filter(establishment=establishment).first()
