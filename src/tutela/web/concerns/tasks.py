"""What is done with concerns again and again."""

from datetime import datetime

from tutela.web.concerns import operations
from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic


def drop_expired_drafts(at: datetime) -> None:
    """Reports that nobody finished are forgotten."""
    operations.drop_expired_drafts(actor=SystemActor("drop expired drafts"), at=at)


def remind_of_drafts(at: datetime) -> None:
    """Whoever began a report and did not send it hears so before it is forgotten."""
    operations.remind_of_drafts(actor=SystemActor("remind of reports not sent"), at=at)


def follow_roles(at: datetime) -> None:
    """Concerns and cases go to whoever may read them by the roles held now."""
    operations.follow_roles(actor=SystemActor("follow roles"), at=at)


def escalate_unread(at: datetime) -> None:
    """An urgent concern that nobody has read goes further."""
    operations.escalate_unread(actor=SystemActor("escalate concerns"), at=at)


def remind_of_checks(at: datetime) -> None:
    """A closed case whose day has come is looked at again."""
    operations.remind_of_checks(actor=SystemActor("look at closed cases again"), at=at)


def alarm_about_glass(at: datetime) -> None:
    """An emergency opening that nobody has reviewed is an alarm."""
    operations.alarm_about_glass(actor=SystemActor("emergency openings"), at=at)


PERIODIC = (
    Periodic("drop expired drafts", every_seconds=3600, run=drop_expired_drafts),
    Periodic("remind of reports not sent", every_seconds=600, run=remind_of_drafts),
    Periodic("follow roles with concerns", every_seconds=15, run=follow_roles, urgent=True),
    Periodic("escalate unread concerns", every_seconds=15, run=escalate_unread, urgent=True),
    Periodic("look at closed cases again", every_seconds=3600, run=remind_of_checks),
    Periodic("emergency openings that nobody reviewed", every_seconds=3600, run=alarm_about_glass),
)
