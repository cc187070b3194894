"""`tutela user`: accounts made from the command line, for the first people and for whoever has lost their way in."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tutela.cli.application import migrate, open_application
from tutela.settings import Settings

if TYPE_CHECKING:
    import argparse

KINDS = {"learner": "learner", "parent": "parent", "partner-tutor": "partner", "assessor": "partner"}


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("user", help="add people who may sign in")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    adding = actions.add_parser("add", help="add a person with an account, and print a link that signs them in once")
    adding.add_argument("login")
    adding.add_argument("--given-name", required=True, metavar="NAME")
    adding.add_argument("--family-name", default="", metavar="NAME")
    adding.add_argument("--email", default="", metavar="ADDRESS")
    adding.add_argument("--role", required=True, help="what they may do here, such as dsl, head, teacher or it")
    adding.add_argument("--establishment", metavar="SLUG", help="where; the first one unless named")
    adding.set_defaults(run=add)
    giving = actions.add_parser("role", help="let somebody hold a role at another establishment too")
    giving.add_argument("login")
    giving.add_argument("--role", required=True, help="one that does not read about people, such as trust-lead")
    giving.add_argument("--establishment", required=True, metavar="SLUG", help="where")
    giving.set_defaults(run=give_role)
    linking = actions.add_parser("link", help="print a new link that signs somebody in once")
    linking.add_argument("login")
    linking.set_defaults(run=link)
    closing = actions.add_parser("close", help="let nobody sign in with this login any more")
    closing.add_argument("login")
    closing.set_defaults(run=close)


def add(options: "argparse.Namespace", settings: Settings) -> int:
    """0 when the person was added, 2 when that cannot be."""
    _open(settings)
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from tutela.web.accounts import operations as accounts
    from tutela.web.core.outbox import site_address
    from tutela.web.establishments import operations, queries

    at, actor = datetime.now(UTC), _actor()
    place = _establishment(options.establishment)
    if place is None:
        return _refuse(f"There is no establishment {options.establishment or 'yet'}. Run `tutela up` first.")
    try:
        with transaction.atomic():
            user = accounts.make_user(actor=actor, login=options.login, email=options.email, at=at)
            person = operations.make_person(
                actor=actor,
                establishment=place,
                kind=KINDS.get(options.role, "staff"),
                given_name=options.given_name,
                family_name=options.family_name,
                login=options.login,
                email=options.email,
                user=user,
                at=at,
            )
            today = queries.local_day(place, at)
            operations.grant_role(actor=actor, person=person, role=options.role, from_on=today, at=at)
            url = accounts.make_sign_in_link(user=user, actor=actor, at=at, base_url=site_address())
    except accounts.LoginTaken:
        return _refuse(f"The login {options.login} is taken.")
    except ValidationError as error:
        return _refuse(" ".join(error.messages))
    print(url)
    return 0


def give_role(options: "argparse.Namespace", settings: Settings) -> int:
    """0 when they hold the role there too, 2 when that cannot be."""
    _open(settings)
    from django.core.exceptions import ValidationError

    from tutela.web.establishments import operations, queries, rules

    at, person, place = datetime.now(UTC), _person(options.login), _establishment(options.establishment)
    if person is None or place is None:
        missing = f"no establishment {options.establishment}" if person else f"nobody with the login {options.login}"
        return _refuse(f"There is {missing}.")
    if rules.weight_of(options.role) > rules.Weight.PLAIN:
        return _refuse(f"{options.role} reads about people. People give that role, on the page of the person.")
    today = queries.local_day(place, at)
    try:
        operations.grant_role(
            actor=_actor(), person=person, role=options.role, establishment=place, from_on=today, at=at
        )
    except ValidationError as error:
        return _refuse(" ".join(error.messages))
    print(f"{person} holds the role {options.role} at {place} too. They change over on the page “Your account”.")
    return 0


def link(options: "argparse.Namespace", settings: Settings) -> int:
    """0 and the link, or 2 when nobody has this login."""
    _open(settings)
    from tutela.web.accounts import operations as accounts
    from tutela.web.core.outbox import site_address

    user = _user(options.login)
    if user is None:
        return _refuse(f"Nobody has the login {options.login}.")
    url = accounts.make_sign_in_link(user=user, actor=_actor(), at=datetime.now(UTC), base_url=site_address())
    print(url)
    return 0


def close(options: "argparse.Namespace", settings: Settings) -> int:
    """0 when the account is closed, 2 when nobody has this login."""
    _open(settings)
    from tutela.web.accounts import operations as accounts

    user = _user(options.login)
    if user is None:
        return _refuse(f"Nobody has the login {options.login}.")
    accounts.close_user(actor=_actor(), user=user, at=datetime.now(UTC))
    print(f"{user.login} can no longer sign in.")
    return 0


def _open(settings: Settings) -> None:
    open_application(settings)
    migrate()


def _actor() -> Any:
    from tutela.web.core.actor import SystemActor

    return SystemActor("command-line")


def _establishment(slug: str | None) -> Any:
    from tutela.web.establishments import queries

    if slug is None:
        return queries.get_first_establishment()
    return queries.list_establishments().filter(slug=slug).first()


def _person(login: str) -> Any:
    from tutela.web.establishments.models import Person

    return Person._base_manager.filter(user=_user(login)).exclude(user=None).first()


def _user(login: str) -> Any:
    from tutela.web.accounts import queries

    return queries.get_user(login)


def _refuse(words: str) -> int:
    print(f"tutela: {words}", file=sys.stderr)
    return 2
