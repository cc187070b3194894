"""Who may see a concern or a case: the one place that says so. Exclusion first, then grants, then roles.

A matter is hidden from its subject, and so is every other concern of the same case: half of it would tell of the rest.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tutela.web.concerns.rules import IN_CASE, IN_CONFIDENCE, ROUTE_ROLES
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission

NOT_DESTROYED = Q(case_key__destroyed_at=None)
"""What was destroyed when its time was over has no words left; its number stands on a certificate."""


KEEPS_OUT = Q(relinked__replaced_by=None)
"""Of who is or was in a matter: whom it is kept from. Somebody linked by mistake may read it once another stands in
their place; while nobody does, it is not certain that it was a mistake. A join: SQLite reads no deeper nesting.
"""

STILL_INSIDE = ~Q(concern__moves__route=IN_CONFIDENCE)
"""Of entries that took a concern into a case: it is there still, and was not handed on in confidence since. Whom it is
about stays kept from the case all the same.
"""


def put_together_once(question: Callable[[AnyActor], QuerySet]) -> Callable[[AnyActor], QuerySet]:
    """Keep what `question` puts together for an actor, unasked: Django takes some ten milliseconds over it, and a page
    needs it many times. Everybody gets a copy of their own, so that no answer is ever kept.
    """
    kept = lru_cache(maxsize=512)(question)

    @wraps(question)
    def copied(actor: AnyActor) -> QuerySet:
        return kept(actor).all()

    return copied


@put_together_once
def visible_concerns(actor: AnyActor) -> QuerySet:
    """The concerns that the actor may see."""
    rows = apps.get_model("concerns", "Concern").in_scope(actor)
    if actor.is_system:
        return rows
    if not actor.may(Permission.CONCERN_READ):
        return rows.none()
    rows = on_the_way(unexcluded_concerns(rows, actor), "concern").filter(NOT_DESTROYED)
    # a restricted case and all in it is there for whom it names
    kept = _memberships().filter(case__in=_restricted_to_others(actor)).values("concern")
    named = Exists(_memberships().filter(case__in=_restricted_to(actor), concern=OuterRef("pk")))
    rows = rows.filter(_routed(actor) | Exists(_grants(actor, "concern")) | named).exclude(pk__in=kept)
    return rows.exclude(goes_to=IN_CONFIDENCE)  # whoever its case names does not read it either


@put_together_once
def visible_cases(actor: AnyActor) -> QuerySet:
    """The cases that the actor may see; a granted concern opens its case too."""
    rows = apps.get_model("concerns", "SafeguardingCase").in_scope(actor)
    if actor.is_system:
        return rows
    if not actor.may(Permission.CONCERN_READ):
        return rows.none()
    granted = Exists(_memberships().filter(Exists(_grants(actor, "concern", "concern_id")), case=OuterRef("pk")))
    rows = on_the_way(rows.exclude(pk__in=_excluded_cases(actor)), "case").filter(NOT_DESTROYED)
    rows = rows.filter(_routed(actor) | Exists(_grants(actor, "case")) | granted)
    return rows.exclude(pk__in=_restricted_to_others(actor))


def unexcluded_cases(rows: QuerySet, actor: AnyActor, *, restricted_too: bool = False) -> QuerySet:
    """Of these cases, those that are not about the actor and not kept from them, whatever their roles.

    Nor restricted to others, unless `restricted_too`.
    """
    rows = rows.exclude(pk__in=_excluded_cases(actor))
    return rows if restricted_too else rows.exclude(pk__in=_restricted_to_others(actor))


def restricted_cases() -> QuerySet:
    """The keys of cases that only named people read now."""
    return _rows("Restriction").filter(until_at=None).values("case")


def _restricted_to(actor: AnyActor) -> QuerySet:
    named = _rows("Grant").filter(person=actor.person_id, ended_at=None, case__isnull=False).values("case")
    return restricted_cases().filter(case__in=named)


def _restricted_to_others(actor: AnyActor) -> QuerySet:
    return restricted_cases().none() if actor.is_system else restricted_cases().exclude(case__in=_restricted_to(actor))


def on_the_way(rows: QuerySet, kind: str) -> QuerySet:
    """These rows with `goes_to`, the route that each has now; kind: "concern" or "case"."""
    last = _rows("Move").filter(**{kind: OuterRef("pk")}).order_by("-number").values("route")[:1]
    return rows.alias(goes_to=Coalesce(Subquery(last), F("route")))


def route_now(row: Any) -> str:
    """The route that a concern or a case has now."""
    last = row.moves(manager="_base_manager").order_by("-number").first()  # of a matter in hand
    return last.route if last else row.route


def unexcluded_concerns(rows: QuerySet, actor: AnyActor) -> QuerySet:
    """Of these concerns, those that the actor is not kept from, whatever their roles: for counting."""
    if actor.is_system or not actor.exclusions:
        return rows
    return untainted_concerns(rows, about(actor), _kept_from(actor), Q(pk__in=actor.exclusions))


def untainted_concerns(rows: QuerySet, people: Q, concerns: Q, cases: Q | None = None) -> QuerySet:
    """Of these concerns, those without one of the people (a condition on who is involved) and not among `concerns`,
    and in no case with such a person or concern, nor among `cases`.
    """
    excluded = _concerns_with(people, concerns)
    tainted = _memberships().filter(case__in=_cases_with(people, excluded, cases)).values("concern")
    return rows.exclude(pk__in=excluded).exclude(pk__in=tainted)


def about(actor: AnyActor) -> Q:
    """People in a matter whom the actor must not read of. Reporting something does not make one its subject."""
    others = actor.exclusions - {actor.person_id}
    return (Q(person=actor.person_id) & ~Q(role="reporter")) | Q(person__in=others) | _may_be(actor)


def _may_be(actor: AnyActor) -> Q:
    """Typed names that may mean the actor, or were not held against them yet: they took their role a moment ago."""
    cleared = _rows("NameCompared").filter(involved=OuterRef("pk"), person=actor.person_id, may_be=False)
    typed = Q(person__isnull=True) | Q(was_typed=True)
    return Q(typed, ~Exists(cleared)) & ~Q(role="reporter")


def _excluded_cases(actor: AnyActor) -> QuerySet:
    people = about(actor)
    return _cases_with(people, _concerns_with(people, _kept_from(actor)), Q(pk__in=actor.exclusions))


def without_own_cases(rows: QuerySet, actor: AnyActor) -> QuerySet:
    """Of rows that belong to cases (`case`), those whose case is not about the actor and not kept from them.

    For somebody who sees one line that was written for them and nothing of the case: names that were only typed are
    not held against everybody, so they keep back nothing here.
    """
    people = Q(person=actor.person_id) & ~Q(role="reporter") | Q(person__in=actor.exclusions - {actor.person_id})
    cases = _cases_with(people, _concerns_with(people, _kept_from(actor)), Q(pk__in=actor.exclusions))
    return rows.exclude(case__in=cases)


def _kept_from(actor: AnyActor) -> Q:
    return Q(pk__in=actor.exclusions) | Q(raised_by__in=actor.exclusions - {actor.person_id})


def _concerns_with(people: Q, concerns: Q) -> QuerySet:
    involved = _rows("Involved").filter(people, KEEPS_OUT, concern__isnull=False).values("concern")
    return _rows("Concern").filter(Q(pk__in=involved) | concerns).values("pk")


def _cases_with(people: Q, concerns: QuerySet, cases: Q | None) -> QuerySet:
    involved = _rows("Involved").filter(people, KEEPS_OUT, case__isnull=False).values("case")
    through = _memberships().filter(concern__in=concerns).values("case")
    of_these = Q(pk__in=involved) | Q(pk__in=through)
    return _rows("SafeguardingCase").filter(of_these | cases if cases is not None else of_these).values("pk")


def _memberships() -> QuerySet:
    return _rows("ConcernEntry").filter(kind=IN_CASE)


def _routed(actor: AnyActor) -> Q:
    routes = [route for route, roles in ROUTE_ROLES.items() if actor.roles & set(roles)]
    return Q(goes_to__in=routes) | Q(pk__in=actor.grants)


def _grants(actor: AnyActor, kind: str, key: str = "pk") -> QuerySet:
    return _rows("Grant").filter(**{kind: OuterRef(key), "person": actor.person_id, "ended_at": None})


def _rows(name: str) -> QuerySet:
    # the models import this module, so it finds them by name; the rows are narrowed by those they are matched with
    return apps.get_model("concerns", name)._base_manager.all()
