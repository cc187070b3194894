"""Every request knows who asks, and where: before any view, and for whatever is rendered after it."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from tutela.web.accounts import second_factor
from tutela.web.core.actor import AnonymousReporter, AnyActor, acting_as
from tutela.web.establishments import queries
from tutela.web.establishments.actors import find_actor
from tutela.web.establishments.models import Establishment

CHOSEN = "establishment_id"


class ActorMiddleware:
    """Sets request.actor, request.establishment and request.named_contact, and acts as that actor throughout."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        request.actor, own = _actor(request, at)
        request.establishment = own if own and own.pk == request.actor.establishment_id else _elsewhere(request.actor)
        request.named_contact = SimpleLazyObject(
            lambda: queries.get_named_contact(request.establishment, at=at) if request.establishment else None
        )
        with acting_as(request.actor):
            return self.get_response(request)


def _elsewhere(actor: AnyActor) -> Establishment | None:
    """Where somebody acts who does not belong there."""
    if actor.establishment_id is None:
        return None
    return Establishment.objects.filter(pk=actor.establishment_id).first()


def _actor(request: HttpRequest, at: datetime) -> tuple[AnyActor, Establishment | None]:
    if not request.user.is_authenticated:
        return AnonymousReporter(), None
    return find_actor(
        request.user,
        at=at,
        establishment_id=request.session.get(CHOSEN),
        second_factor=second_factor.was_proved(request),
    )
