"""Who can see what: for everybody what others can see about them, for whoever grants roles who holds which."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tutela.web.core.permissions import Permission, get_roles
from tutela.web.establishments import access, queries


@require_safe
def who_sees_what(request: HttpRequest) -> HttpResponse:
    """Read off the table of roles, so that it is always what the software does."""
    at, here = timezone.now(), request.establishment
    called = queries.terms_of(here).role if here else lambda key: get_roles()[key].name
    context: dict[str, object] = {
        "sights": [(sight, [called(role.key) for role in access.roles_that_see(sight)]) for sight in access.SIGHTS],
        "signed": queries.get_monitoring_sign_off(here, at) if here else None,
        "contacts": queries.list_named_contacts(here)[:10] if here else [],
        "back": "/",
    }
    if request.actor.may(Permission.ROLE_GRANT):
        context["roles"] = [
            (role.key, called(role.key), access.sights_of(role), access.deeds_of(role), _holders(request, role.key, at))
            for role in get_roles().values()
        ]
    return render(request, "establishments/who_sees_what.html", context)


def _holders(request: HttpRequest, role: str, at: object) -> object:
    """Who holds it now by name; of learners and parents, who are many, how many."""
    holders = queries.list_holders(request.establishment, role, at=at)
    return len(holders) if role in ("learner", "parent") else holders
