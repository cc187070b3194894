"""Pat, who has responsibility for Leo (14) and Mia (7), and what is said about pictures of them."""

from datetime import UTC, date, datetime, timedelta

from tests import cast
from tutela.web.consents import operations, queries
from tutela.web.consents.models import Consent, Use
from tutela.web.consents.rules import Verdict
from tutela.web.core.actor import SystemActor
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
SYSTEM = SystemActor("test")


def a_parent(child: Person, parent: Person | None = None, *, responsible: bool = True, no_contact: bool = False,
             on: date = date(2020, 9, 1)) -> Person:  # fmt: skip
    """Pat, unless somebody else is given."""
    parent = parent or cast.pat()
    establishments.note_parent(
        actor=SYSTEM, at=NOON, parent=parent, child=child, has_responsibility=responsible, no_contact=no_contact,
        source="admission form", on=on,
    )  # fmt: skip
    return parent


def another_parent(given_name: str = "Jo") -> Person:
    """Somebody else who may be a parent."""
    return establishments.make_person(
        actor=SYSTEM, at=NOON, establishment=cast.oakfield(), kind="parent", given_name=given_name, family_name="Marsh"
    )


def says(
    by: Person, about: Person, *, yes: bool = True, purpose: str = "news", channel: str = "website",
    from_on: date = TODAY, until_on: date | None = None, noted_by: Person | None = None, at: datetime = NOON,
) -> Consent:  # fmt: skip
    """Sue of the office notes it from paper."""
    return operations.note_answer(
        actor=cast.acting(noted_by or cast.sue(), at=at), at=at, person=about, purpose=purpose, channel=channel,
        yes=yes, given_by=by, evidence="paper", reference="Folder 9B", from_on=from_on, until_on=until_on,
    )  # fmt: skip


def may_show(
    person: Person, *, purpose: str = "news", channel: str = "website", on: date = TODAY, asks: Person | None = None
) -> Verdict:
    """What Sue of the office is told, unless somebody else asks."""
    actor = cast.acting(asks or cast.sue(), at=NOON)
    found = queries.check_people(actor, cast.oakfield(), [person], purpose=purpose, channel=channel, on=on)
    return found[0].verdict


def a_use(*people: Person, channel: str = "website", what: str = "Sports day", at: datetime = NOON) -> Use:
    return operations.note_use(
        actor=cast.acting(cast.sue(), at=at), at=at, establishment=cast.oakfield(), purpose="news", channel=channel,
        what=what, where="oakfield.example/sports-day", on=TODAY - timedelta(days=1), people=people,
    )  # fmt: skip
