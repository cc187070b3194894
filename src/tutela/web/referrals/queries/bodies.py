"""The bodies near us as they are noted now."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tutela.web.core.actor import AnyActor
from tutela.web.core.terms import Terms, get_terms
from tutela.web.referrals.models import LocalBody
from tutela.web.referrals.routes import Route, list_routes
from tutela.web.registers.following import Line


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of body: the route of the library, or None for any other, and who that is near us."""

    route: Route | None
    bodies: tuple[LocalBody, ...]


def list_bodies(actor: AnyActor, kind: str | None = None) -> list[LocalBody]:
    """Those to whom one turns now, by name; of one kind, where it is given."""
    rows = LocalBody.visible_to(actor).filter(replaced_by=None, is_gone=False).select_related("noted_by")
    return list((rows if kind is None else rows.filter(kind=kind)).order_by("name", "pk"))


def list_kinds(actor: AnyActor, establishment: Any, terms: Terms) -> list[Kind]:
    """Every kind of body of the nation with those near us, and any other at the end."""
    bodies = list_bodies(actor)
    routes = list_routes(establishment.nation, terms)
    kinds = [Kind(route, tuple(one for one in bodies if one.kind == route.kind)) for route in routes]
    known = {route.kind for route in routes}
    return [*kinds, Kind(None, tuple(one for one in bodies if one.kind not in known))]


def list_following(actor: AnyActor, establishment: Any) -> list[Line]:  # as `register` asks for it
    """The bodies to which the nation sends worries, each leading to who that is near us."""
    terms = get_terms(establishment.nation, establishment.sector, establishment.phase)
    return [Line(route.title, reverse("referrals:bodies")) for route in list_routes(establishment.nation, terms)]


def find_body(actor: AnyActor, pk: Any) -> LocalBody | None:
    """One of those to whom one turns now."""
    return next((one for one in list_bodies(actor) if one.pk == pk), None)
