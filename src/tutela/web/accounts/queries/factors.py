"""What somebody proves beside their password."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from tutela.web.accounts.models import User


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey or a security key, with the name that its owner gave it."""

    pk: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """All that somebody set up; `codes_left` is None where there are no recovery codes."""

    app_since: datetime | None
    passkeys: tuple[Passkey, ...]
    codes_left: int | None

    @property
    def any(self) -> bool:
        return self.app_since is not None or bool(self.passkeys)


def get_factors(user: User) -> SecondFactors:
    """What this user set up, passkeys in the order in which they were added."""
    app_since, passkeys, codes_left = None, [], None
    for row in Authenticator.objects.filter(user_id=user.pk).order_by("pk"):
        if row.type == Authenticator.Type.TOTP:
            app_since = row.created_at
        elif row.type == Authenticator.Type.WEBAUTHN:
            passkeys.append(Passkey(row.pk, row.wrap().name, row.created_at, row.last_used_at))
        else:
            codes_left = len(row.wrap().get_unused_codes())
    return SecondFactors(app_since, tuple(passkeys), codes_left)
