"""What verbs that do not know the web ask of its records: the policies, the audit of a purpose, who is who.

A data folder without records has no policies of its own and nobody to ask; a purpose is audited even there.
"""

import getpass
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tutela.cli.application import migrate, open_application
from tutela.events.trace import Names
from tutela.settings import Settings


def policies(settings: Settings) -> list[dict[str, Any]]:
    """The policies of all establishments as they would be published now; empty where there are no records yet."""
    if not settings.database and not (settings.data / "tutela.sqlite3").exists():
        return []
    open_application(settings)
    migrate()
    from tutela.web.filters.policies import build_policies

    return build_policies(datetime.now(UTC))


def audit_purpose(settings: Settings, who: str, purpose: str, query: Mapping[str, object]) -> None:
    """Write who looks, why and for what into the audit, before anything is shown."""
    open_application(settings)
    migrate()
    from django.db import transaction

    from tutela.web.core import audit
    from tutela.web.core.actor import SystemActor

    with transaction.atomic():
        asked = json.dumps(dict(query), ensure_ascii=False, sort_keys=True)
        actor = SystemActor(f"command line, {who}")
        audit.record(actor, "event.trace", "events", at=datetime.now(UTC), purpose=purpose, asked=asked)


class People:
    """Who is who, as far as one person may know it: their own establishment, and nobody they are excluded from."""

    def __init__(self, actor: Any) -> None:
        self.actor = actor

    def logins(self, name_or_login: str) -> Sequence[tuple[str, str]]:
        """The (establishment, login) of everybody of that name or login."""
        wanted = name_or_login.casefold()
        return [
            (person.establishment.slug, person.login)
            for person in self._persons()
            if person.login and wanted in (person.login.casefold(), person.full_name.casefold())
        ]

    def names(self, pseudonyms: Sequence[str]) -> Names:
        """Name and login by pseudonym."""
        return {
            person.pseudonym: (person.full_name, person.login)
            for person in self._persons().filter(pseudonym__in=pseudonyms)
        }

    def _persons(self) -> Any:
        from tutela.web.establishments.models import Person

        seen = Person.visible_to(self.actor).select_related("establishment")
        return seen.exclude(pk__in=self.actor.exclusions)


def open_people(settings: Settings, login: str) -> People:
    """Ask the owner of `login` for their second factor. Raises PermissionError in words for people."""
    open_application(settings)
    migrate()
    from allauth.mfa.models import Authenticator

    from tutela.web.accounts.models import User
    from tutela.web.core.permissions import Permission
    from tutela.web.establishments.actors import actor_for

    user = User.objects.filter(login__iexact=login, is_active=True).first()
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first() if user else None
    if user is None or factor is None:
        raise PermissionError(f"{login} has no second factor set up, so names stay hidden. Leave out --as.")
    code = getpass.getpass(f"Six-digit code of {login}: ")
    if not factor.wrap().validate_code(code.strip()):
        raise PermissionError("That code is not right, or was used already.")
    actor = actor_for(user, at=datetime.now(UTC), second_factor=True)
    if not actor.may(Permission.EVENT_TRACE):
        raise PermissionError(f"{login} may not look up who asked for what.")
    return People(actor)
