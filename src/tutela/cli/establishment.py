"""`tutela establishment`: another school, college or provider beside the first, with people and keys of its own."""

import sys
from typing import TYPE_CHECKING, Any

from tutela.cli.application import migrate, open_application
from tutela.settings import Settings

if TYPE_CHECKING:
    import argparse


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("establishment", help="add another school, college or provider")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    adding = actions.add_parser("add", help="open it empty, and print the link with which it is set up")
    adding.add_argument("slug", help="its short name: lower-case letters and hyphens; it never changes")
    adding.add_argument("--name", required=True, help="what people call it")
    adding.add_argument("--trust", default="", metavar="NAME", help="the trust or group it belongs to, new or not")
    adding.set_defaults(run=add)


def add(options: "argparse.Namespace", settings: Settings) -> int:
    """0 and the link, or 2 with one line where it cannot be added."""
    open_application(settings)
    migrate()
    from django.core.exceptions import ValidationError

    from tutela.web.accounts.operations import LoginTaken
    from tutela.web.establishments.operations import SlugTaken
    from tutela.web.project import first_start

    try:
        place, link = first_start.add_establishment(settings, slug=options.slug, name=options.name, trust=options.trust)
    except SlugTaken:
        return _refuse(f"There is an establishment {options.slug} already. Choose another short name.")
    except LoginTaken as taken:
        return _refuse(f"The login {taken} is taken, with which it would be set up. Choose another short name.")
    except first_start.IsADemo:
        return _refuse("Everybody here is made up. Add a real establishment in a folder of its own: --data DIR")
    except ValidationError as error:
        faults = [f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items()]
        return _refuse(f"It cannot be added. {' '.join(faults)}")
    print(f"{place.name} is open and empty. Whoever sets it up signs in with this link, once, within 24 hours.")
    print("Where Tutela filters for it, its proxy runs from the next start of Tutela on.")
    print(f"  Set up {place.name}  {link}")
    return 0


def _refuse(words: str) -> int:
    print(f"tutela: {words}", file=sys.stderr)
    return 2
