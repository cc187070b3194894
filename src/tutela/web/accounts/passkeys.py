"""Passkeys and security keys, always with a PIN, a fingerprint or a face: what was proved is the person as well.

The ceremony itself is allauth's and fido2's. Here stand only the choices: every key is one that can sign its owner in
by itself, user verification is never left out, and a key belongs to this site's name.
"""

from ipaddress import ip_address
from typing import Any

from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import gettext as _
from fido2.webauthn import UserVerificationRequirement

from tutela.web.accounts.browsers import describe
from tutela.web.accounts.models import User


def site_name(request: HttpRequest) -> str:
    """The name that keys made on this page belong to, without the port; the one people use where that is set."""
    return settings.TUTELA.public_host or split_domain_port(request.get_host())[0]


def is_reached_by_number(request: HttpRequest) -> bool:
    """Whether the site was opened as 127.0.0.1 or another number, where browsers refuse to make or use passkeys."""
    try:
        ip_address(site_name(request).strip("[]"))
    except ValueError:
        return False
    return True


def address_by_name(request: HttpRequest) -> str:
    """Where the same site is reached by its name; empty where it has none."""
    if settings.TUTELA.public_address:
        return "" if is_reached_by_number(request) else f"{settings.TUTELA.public_address}/"
    name = settings.TUTELA.web_address
    if is_reached_by_number(request):
        port = split_domain_port(request.get_host())[1]
        try:
            named = "localhost" if ip_address(name).is_loopback else ""
        except ValueError:
            named = name
        return f"{request.scheme}://{named}{':' if port else ''}{port}/" if named else ""
    return request.build_absolute_uri("/")


def begin_adding(user: User) -> dict[str, Any]:
    """What the browser needs to make a key for this user that signs in by itself."""
    return auth.begin_registration(user, passwordless=True)


def begin_proving(user: User | None) -> dict[str, Any]:
    """What the browser needs to prove a key of this user; of whoever has one here, when None."""
    server = auth.get_server()
    options, state = server.authenticate_begin(
        credentials=auth.get_credentials(user) if user is not None else [],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    auth.set_state(state)
    return dict(options)


def suggest_name(request: HttpRequest) -> str:
    """A name for a new key from the browser in which it is made: "Chrome on Windows"."""
    program, system = describe(request.headers.get("User-Agent", ""))
    if program and system:
        return _("%(program)s on %(system)s") % {"program": program, "system": system}
    return program or system
