"""Making a rule quieter at one establishment: proposed with figures, decided by somebody else, taken back at will.

It acts where a match becomes an alert, so the event store keeps every match, and no rule changes for anybody else.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tutela.web.concerns.rules import cover
from tutela.web.core import audit, outbox, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.monitoring import queries, rules, words
from tutela.web.monitoring.models import Alert, SetAside, Tuning, TuningStep

COUNTED = timedelta(days=28)
MOST_SAMPLES = 40
"""How many decided alerts are opened to look for words that they share: each takes some milliseconds."""
LONGEST = timedelta(days=366)

PROPOSED = outbox.Notice(
    kind="tuning-proposed",
    subject="A change of a detection rule is proposed in Tutela",
    body="Somebody at {establishment} proposes to make a rule of the category “{category}” quieter. Sign in to decide.",
)


class NeverQuieter(Exception):
    """A rule of the worst severity is never made quieter, nor any kept from what it is there to find, nor louder."""


class CannotDecide(Exception):
    """Not this person, or not any more: it was decided already."""


@operation
def read_samples(*, actor: AnyActor, at: datetime, rule: str, but_about: Collection[Any] = ()) -> list[rules.Sample]:
    """What the alerts of a rule of the last 28 days were about that were decided, newest first, at most forty.

    Their words are opened to be counted; the audit says so first.
    """
    audit.record(actor, "alert.read-for-tuning", f"rule:{rule}", at=at)
    rows = Alert.visible_to(actor).filter(rule=rule, received_at__gte=at - COUNTED).exclude(state=rules.WAITING)
    rows = rows.exclude(subject__in=but_about)
    samples = []
    for alert in rows.select_related("subject", "decision", "establishment").order_by("-received_at")[:MOST_SAMPLES]:
        said = " ".join(dict.fromkeys(one.excerpt for one in queries.list_matched(alert)))
        on = establishments.local_day(alert.establishment, alert.first_at)
        group = establishments.get_group_of(alert.subject, on=on) if alert.subject else None
        wrong = alert.decision.false_positive or alert.decision.reason in rules.NOT_A_WORRY
        samples.append(rules.Sample(said, not wrong, group.name if group else ""))
    return samples


@operation
def propose(
    *,
    actor: AnyActor,
    at: datetime,
    rule: str,
    kind: str,
    until_on: date,
    why: str,
    said: str = "",
    severity: int | None = None,
) -> Tuning:
    """Propose that a rule leaves some words alone (`said`), or has a lower severity, until a day (exclusive).

    The figures of the last 28 days are kept with it. Whoever may change rules is told. Raises `NeverQuieter`.
    """
    known = words.rule_of(rule)
    usual = known.safeguarding.severity if known else rules.WORST
    louder = kind == rules.LOWER_SEVERITY and not usual < (severity or 0) <= 5
    place = establishments.list_establishments().get(pk=actor.establishment_id)
    today = establishments.local_day(place, at)
    silenced = kind == rules.LEAVE_WORDS and rules.would_silence(said, words.examples_of(rule))
    if not rules.may_be_quieter(usual) or louder or silenced or not today < until_on <= today + LONGEST:
        raise NeverQuieter(rule)
    # others read these figures beside their own, so nothing is counted that is about one of them
    readers = [*establishments.list_holders(place, *cover.LADDER, at=at), *queries.list_deciders(place, at=at)]
    counted = queries.count_by_rule(actor, at - COUNTED, at, but_about=readers)
    figures = {one.rule: one for one in counted}.get(rule)
    samples = read_samples(actor=actor, at=at, rule=rule, but_about=readers) if kind == rules.LEAVE_WORDS else []
    case_key, key = sealing.make_case_key(actor, place.pk, at=at)
    row = Tuning(
        establishment=place,
        rule=rule,
        kind=kind,
        words=said.strip() if kind == rules.LEAVE_WORDS else "",
        severity=severity if kind == rules.LOWER_SEVERITY else None,
        until_on=until_on,
        alerts=figures.alerts if figures else 0,
        not_a_worry=figures.not_a_worry if figures else 0,
        with_words=sum(rules.has_words(sample.said, said) for sample in samples),
        counted_from=establishments.local_day(place, at - COUNTED),
        proposed_by_id=actor.person_id,
        proposed_at=at,
        case_key=case_key,
    )
    sealing.seal_field(row, "sealed_why", why.strip(), key)
    row.save()
    audit.record(actor, "tuning.propose", row, at=at, rule=rule, kind=kind, severity=severity)
    for person in queries.list_deciders(place, at=at):
        if person.pk != actor.person_id:
            outbox.post(
                PROPOSED,
                to=person.email,
                at=at,
                link=f"/alerts/proposals/{row.pk}/",
                establishment_id=place.pk,
                establishment=place.name,
                category=words.theme_title(known.safeguarding.theme) if known else "",
            )
    return row


@operation
def decide_tuning(*, actor: AnyActor, at: datetime, pk: UUID, kind: str, why: str) -> Tuning:
    """Accept a proposal, refuse it, or take back one that is in force; it holds from the next match on.

    Raises `CannotDecide`, `Http404`.
    """
    get_visible(Tuning, actor, pk)
    row = Tuning.objects.select_for_update(of=("self",)).get(pk=pk)
    before = {rules.ACCEPTED: rules.PROPOSED, rules.REFUSED: rules.PROPOSED, rules.ENDED: rules.ACCEPTED}.get(kind)
    deciders = {person.pk for person in queries.list_deciders(row.establishment, at=at)}
    may = (
        actor.person_id in deciders
        if kind == rules.ENDED  # back to the rule as it was: anybody who may change rules
        else rules.may_decide_tuning(row.proposed_by_id, actor.person_id, deciders)
    )
    if row.state != before or not may:
        raise CannotDecide
    step = TuningStep(establishment_id=row.establishment_id, tuning=row, kind=kind, by_id=actor.person_id, at=at)
    sealing.seal_field(step, "sealed_why", why.strip(), sealing.open_case_key(row.case_key))
    step.save()
    row.state = kind
    row.save(update_fields=["state"])
    audit.record(actor, f"tuning.{kind}", row, at=at, rule=row.rule)
    return row


@operation
def read_set_aside(*, actor: AnyActor, at: datetime, pk: UUID) -> list[tuple[datetime, str]]:
    """The newest fifty that were set aside for these words, so that somebody sees what is missed; audited.

    Empty for whoever does not work the inbox.
    """
    row = get_visible(Tuning, actor, pk)
    found = list(SetAside.visible_to(actor).filter(tuning=row).order_by("-at")[:50])
    if found:
        audit.record(actor, "tuning.read-set-aside", row, at=at, count=len(found))
    key = sealing.open_case_key(row.case_key) if found else b""
    return [(one.at, sealing.unseal_field(one, "sealed_excerpt", key)) for one in found]


def list_in_force(places: Mapping[int, Any], *, at: datetime) -> dict[tuple[int, str], list[Tuning]]:
    """What makes rules quieter now, by establishment and rule."""
    found: dict[tuple[int, str], list[Tuning]] = {}
    for row in Tuning.objects.filter(state=rules.ACCEPTED, establishment__in=places).select_related("case_key"):
        if row.until_on > establishments.local_day(places[row.establishment_id], at):
            found.setdefault((row.establishment_id, row.rule), []).append(row)
    return found


def soften(match: Mapping[str, Any], quieter: Sequence[Tuning]) -> Mapping[str, Any]:
    """The match with the severity that its rule has here; one of the worst stays what it is."""
    lower = [row.severity for row in quieter if row.kind == rules.LOWER_SEVERITY and row.severity]
    if not lower or not rules.may_be_quieter(match["severity"]):
        return match
    return {**match, "severity": max(match["severity"], *lower)}


def set_aside(place: Any, match: Mapping[str, Any], quieter: Sequence[Tuning], *, at: datetime) -> bool:
    """Whether this match makes no alert here for the words in it. It is kept, with its words, for whoever checks.

    Never one of the worst severity, and never what is about somebody who works on alerts or is told of them: those
    who make a rule quieter do not choose what is found about themselves, nor read what was set aside of it.
    """
    row = next(
        (one for one in quieter if one.kind == rules.LEAVE_WORDS and rules.has_words(str(match["excerpt"]), one.words)),
        None,
    )
    if row is None or not rules.may_be_quieter(match["severity"]):
        return False
    subject = establishments.get_person_by_pseudonym(place, match["user"]) if match["user"] else None
    if subject is not None and subject in establishments.list_holders(place, *cover.LADDER, at=at):
        return False
    if not SetAside.objects.filter(establishment=place, match_id=match["match_id"]).exists():
        kept = SetAside(establishment=place, tuning=row, subject=subject, match_id=match["match_id"], at=match["time"])
        sealing.seal_field(kept, "sealed_excerpt", str(match["excerpt"]), sealing.open_case_key(row.case_key))
        kept.save()
    return True
