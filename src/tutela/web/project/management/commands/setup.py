"""`tutela manage setup FILE.yaml`: the questions of the set-up answered by a file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tutela.web.accounts.operations import LoginTaken
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.establishments import queries
from tutela.web.establishments.opening import AlreadySetUp
from tutela.web.filters.operations import BadSource
from tutela.web.project import first_start
from tutela.web.setup import operations, unattended

ACTOR = SystemActor("set-up from a file")
BAD_USE = 2


class Command(BaseCommand):
    """Sets up the first school, and prints a one-time link for each person it added."""

    help = "answer the questions of the set-up from a YAML file"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="answers, as docs/how-to/set-up-a-school.md shows them")

    def handle(self, *_arguments: Any, file: Path, **_options: Any) -> None:
        """Everything is set up, or nothing is; exit status 2 with the reasons otherwise."""
        at = timezone.now()
        with acting_as(ACTOR):
            if queries.get_first_establishment() is None:
                first_start.open_school(settings.TUTELA, demo=False)
            school = queries.get_first_establishment()
            try:
                links = unattended.set_up_from(actor=ACTOR, at=at, establishment=school, path=file)
            except unattended.BadFile as bad:
                raise CommandError(str(bad), returncode=BAD_USE) from bad
            except operations.AlreadyFinished as done:
                message = "The school is set up already. Change it on its pages."
                raise CommandError(message, returncode=BAD_USE) from done
            except (AlreadySetUp, LoginTaken, ValidationError, BadSource) as refused:
                raise CommandError(f"Nothing was set up: {refused}", returncode=BAD_USE) from refused
        self.stdout.write(f"{school} is set up. Each link signs its person in once, for the next 24 hours.\n")
        for link in links:
            self.stdout.write(f"  {link.role}, {link.person.full_name}  {link.link}")
