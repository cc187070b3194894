"""Accounts of those whom a relation is about; links that sign somebody in: whoever holds one may use it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.accounts.models import LostFactor, SignedInBrowser
from tutela.web.accounts.operations import make_sign_in_link


def _link(relation: Relation) -> dict[str, Any] | None:
    if relation.name != "own":
        return None
    url = make_sign_in_link(
        user=cast.leo().user, actor=cast.SETTING_UP, at=datetime.now(UTC), base_url="http://localhost"
    )
    return {"secret": url.rstrip("/").rpartition("/")[2]}


def _account(relation: Relation) -> dict[str, Any]:
    """The account of whom it is about; they have a second factor, which they may have lost."""
    user = relation.subject.user
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, generate_totp_secret())
    return {"pk": user.pk}


def _lost(relation: Relation) -> dict[str, Any]:
    """A request for them, asked by whoever may: the head, the chair about the head; the learner's needs no second."""
    asker = {"foreign": cast.eli, "about-head": cast.chris}.get(relation.name, cast.hana)()
    now = datetime.now(UTC)
    user = relation.subject.user
    found = LostFactor.objects.filter(user=user).first()
    needs_confirming = relation.name.startswith("about")
    return {
        "pk": (
            found
            or LostFactor.objects.create(
                establishment_id=relation.establishment.pk,
                user_id=_account(relation)["pk"],
                asked_by=asker.user,
                asked_how="in-person",
                asked_at=now,
                needs_confirming=needs_confirming,
                ready_at=None if needs_confirming else now,
                lapses_at=now + timedelta(days=1),
            )
        ).pk
    }


def _browser(relation: Relation) -> dict[str, Any]:
    now = datetime.now(UTC)
    row, _ = SignedInBrowser.objects.get_or_create(
        session_hash=f"of {relation.name}", defaults={"user": relation.subject.user, "began_at": now, "seen_at": now}
    )
    return {"pk": row.pk}


def _passkey(relation: Relation) -> dict[str, Any]:
    row, _ = Authenticator.objects.get_or_create(
        user=relation.subject.user,
        type=Authenticator.Type.WEBAUTHN,
        defaults={"data": {"name": "Key", "credential": {}}},
    )
    return {"pk": row.pk}


OBJECTS = {
    "use-sign-in-link": _link,
    "one-account": _account,
    "account-link": _account,
    "account-close": _account,
    "account-reopen": _account,
    "lost-factor-ask": _account,
    "lost-factor": _lost,
    "lost-factor-confirm": _lost,
    "lost-factor-code": _lost,
    "lost-factor-stop": _lost,
    "account-end-browser": _browser,
    "mfa_edit_webauthn": _passkey,
    "mfa_remove_webauthn": _passkey,
}
