"""`tutela policy publish|rollback|export`: what the network enforces."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tutela.filtering.compile import CannotCompile
from tutela.filtering.defaults import FIRST_ESTABLISHMENT, default_policy
from tutela.filtering.index import BadIndex
from tutela.filtering.lists import BadList
from tutela.filtering.publish import in_force, publish_all
from tutela.filtering.ruleset import BadPolicy
from tutela.filtering.snapshot import BadSnapshot, rollback
from tutela.keyring import Ring
from tutela.keys import KeyFolder
from tutela.settings import Settings

DONE, FOUND_SOMETHING_WRONG, COULD_NOT_START = 0, 1, 2

PolicySource = Callable[[Settings], list[dict[str, Any]]]
"""Says which policies there are to publish, as the content of their JSON, the first establishment first."""


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the verb."""
    parser = subparsers.add_parser("policy", help="publish, roll back or print what the network enforces")
    verbs = parser.add_subparsers(dest="policy_verb", metavar="VERB", required=True)
    for name, run, words in (
        ("publish", publish, "check the policy with the lists and put it in force"),
        ("rollback", roll_back, "put the version before the one in force in force again"),
        ("export", export, "print the policy in force as JSON"),
    ):
        verb = verbs.add_parser(name, help=words)
        verb.add_argument("--establishment", metavar="E", help="only this one; for rollback and export the first")
        verb.set_defaults(run=run)


def policies_of(args: argparse.Namespace, settings: Settings) -> list[dict[str, Any]]:
    """The policies to publish: from `args.policy_source` if somebody has set it, else the library's default."""
    source: PolicySource | None = getattr(args, "policy_source", None)
    return (source(settings) if source else []) or library_policies(settings)


def library_policies(settings: Settings) -> list[dict[str, Any]]:
    """The policy of a school that has chosen nothing yet."""
    return [default_policy(FIRST_ESTABLISHMENT | {"time_zone": settings.time_zone})]


def publish(args: argparse.Namespace, settings: Settings) -> int:
    """Put policies in force. Exit status 1 if one fails its checks, 2 if there is no such establishment."""
    settings.make_folders()
    policies = policies_of(args, settings)
    if args.establishment:
        policies = [one for one in policies if one["establishment"]["slug"] == args.establishment]
        if not policies:
            return _failed(f"There is no establishment “{args.establishment}”.", COULD_NOT_START)
    keys = KeyFolder(settings.keys)
    keys.ensure()
    try:
        made = publish_all(
            settings.snapshots, settings.lists, policies, keys.signing_key(), datetime.now(UTC), say=_say,
            known=keys.ring(),
        )  # fmt: skip
    except (CannotCompile, BadList, BadSnapshot, BadPolicy, BadIndex, OSError) as error:
        return _failed(str(error), FOUND_SOMETHING_WRONG)
    for manifest in made:
        print(f"{manifest.name} version {manifest.version} is in force")
    return DONE


def roll_back(args: argparse.Namespace, settings: Settings) -> int:
    """Go back one version. Exit status 2 if there is none to go back to."""
    keys = KeyFolder(settings.keys)
    try:
        name = args.establishment or _first(settings, keys)
        manifest = rollback(settings.snapshots, name, keys.ring())
    except (BadSnapshot, BadPolicy) as error:
        return _failed(str(error), COULD_NOT_START)
    print(f"{manifest.name} version {manifest.version} is in force again")
    return DONE


def export(args: argparse.Namespace, settings: Settings) -> int:
    """Print the policy in force; where nothing was published yet, the one that would be."""
    try:
        found = {manifest.name: manifest for manifest, _ in in_force(settings.snapshots, _ring(settings))}
    except (BadSnapshot, BadPolicy) as error:
        return _failed(str(error), COULD_NOT_START)
    name = args.establishment or next(iter(found), "")
    if name in found:
        print(json.dumps(json.loads(found[name].path("policy").read_bytes()), ensure_ascii=False, indent=2))
        return DONE
    for content in policies_of(args, settings):
        if not name or content["establishment"]["slug"] == name:
            print(json.dumps(content, ensure_ascii=False, indent=2))
            return DONE
    return _failed(f"There is no establishment “{name}”.", COULD_NOT_START)


def _ring(settings: Settings) -> Ring:
    return KeyFolder(settings.keys).ring()


def _first(settings: Settings, keys: KeyFolder) -> str:
    found = in_force(settings.snapshots, keys.ring())
    if not found:
        raise BadSnapshot("Nothing has been published yet.")
    return found[0][0].name


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _failed(words: str, status: int) -> int:
    for line in words.splitlines():
        _say(f"tutela: {line}")
    return status
