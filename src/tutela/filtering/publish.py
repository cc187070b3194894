"""A policy and the lists → a snapshot in force, if it does what it must. What fails a check is never put in force."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tutela.filtering.address import parse
from tutela.filtering.defaults import STARTER_CANARY
from tutela.filtering.engine import Filter, Request
from tutela.filtering.index import Index, index_from_bytes
from tutela.filtering.lists import compile_lists
from tutela.filtering.ruleset import Policy, policy_from, read_policy
from tutela.filtering.snapshot import (
    BadSnapshot,
    Manifest,
    locked,
    names_in_force,
    next_version,
    publish,
    read_manifest,
    retire,
)
from tutela.keyring import Known

Canary = Callable[[Filter], Iterable[str]]
"""Looks at a filter before it is put in force and says in words what is wrong with it; nothing if all is well."""


class NotPublished(BadSnapshot):
    """A policy that failed its checks; the message lists what is wrong. What was in force stays in force."""


def publish_policy(
    folder: Path,
    policy: Mapping[str, Any],
    index_file: Path,
    signing_key: Ed25519PrivateKey,
    at: datetime,
    *,
    canaries: Iterable[Canary] = (),
    known: Known | None = None,
) -> Manifest:
    """Put a policy (the content of its JSON; its version is set here) with an index in force for its establishment.

    Besides `canaries` it is always asked whether the test address is blocked for everybody and the always-open hosts
    are open to everybody. `known`: by what earlier versions are known, where another key signed them.
    Raises `BadPolicy`, `BadIndex`, `NotPublished`, `BadSnapshot` or OSError.
    """
    slug = str(policy["establishment"]["slug"])
    # Read once, so that what is checked is what is published, whoever compiles in the meantime.
    table = index_file.read_bytes()
    index = index_from_bytes(table)
    with locked(folder):
        version = next_version(folder, slug)
        content = {**policy, "version": version}
        check(content, index, canaries)
        raw = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        files: dict[str, Path | bytes] = {"index": table, "policy": raw}
        counts = {"index": index.counts}
        return publish(folder, slug, files, signing_key, at, version=version, counts=counts, known=known)


def publish_all(
    folder: Path,
    lists: Path,
    policies: Iterable[Mapping[str, Any]],
    signing_key: Ed25519PrivateKey,
    at: datetime,
    *,
    say: Callable[[str], None] = lambda _: None,
    known: Known | None = None,
) -> list[Manifest]:
    """Compile the lists if they have changed, and put each policy in force with them.

    An establishment that has got another slug loses the snapshot under its old one. Raises as `publish_policy` does,
    and `CannotCompile` or `BadList`; establishments that were published before the one that failed stay published.
    """
    compile_lists(lists, say=say)
    made: list[Manifest] = []
    slugs: dict[int, str] = {}
    for policy in policies:
        index = compile_lists(lists, establishment=str(policy["establishment"]["slug"]))
        manifest = publish_policy(folder, policy, index, signing_key, at, known=known)
        say(f"{policy['establishment']['name']}: version {manifest.version} is in force")
        slugs[policy["establishment"]["id"]] = manifest.name
        made.append(manifest)
    known = known or signing_key.public_key()
    for old, policy_of_old in in_force(folder, known):
        if slugs.get(policy_of_old.establishment.id, old.name) != old.name:
            retire(folder, old.name, known)
    return made


def in_force(folder: Path, known: Known) -> list[tuple[Manifest, Policy]]:
    """The policies in force, the first establishment first. Raises `BadSnapshot` or `BadPolicy` for a damaged one."""
    found: list[tuple[Manifest, Policy]] = []
    for name in names_in_force(folder):
        manifest = read_manifest(folder, name, known)
        if "policy" in manifest.files:
            found.append((manifest, read_policy(manifest.path("policy").read_bytes())))
    return sorted(found, key=lambda one: (one[1].establishment.id, -one[0].made_at.timestamp()))


def check(content: Mapping[str, Any], index: Index, canaries: Iterable[Canary] = ()) -> Filter:
    """The filter that a policy makes, once every canary is content. Raises `BadPolicy` or `NotPublished`."""
    policy = policy_from(content)
    made = Filter(policy, index)
    if not index.counts["entries"]:
        raise NotPublished("The index is empty: nothing would be blocked.")
    asked: list[Canary] = [must_block([f"http://{STARTER_CANARY}/"])]
    asked.append(must_allow([f"http://{one.host}/" for one in policy.always_open if ":" not in one.host]))
    wrong = [problem for canary in [*asked, *canaries] for problem in canary(made)]
    if wrong:
        raise NotPublished("\n".join(["This policy would not do what it must:", *wrong[:20]]))
    return made


def must_block(addresses: Iterable[str], *, groups: Iterable[str] = ()) -> Canary:
    """A canary: these addresses are blocked for the groups named (by default for all)."""
    return _must("block", tuple(addresses), tuple(groups))


def must_allow(addresses: Iterable[str], *, groups: Iterable[str] = ()) -> Canary:
    """A canary: these addresses are open to the groups named (by default to all)."""
    return _must("allow", tuple(addresses), tuple(groups))


def _must(outcome: str, addresses: tuple[str, ...], groups: tuple[str, ...]) -> Canary:
    def look(made: Filter) -> Iterable[str]:
        at = datetime.now(UTC)
        for group in groups or tuple(group.key for group in made.policy.groups):
            for address in addresses:
                decision = made.decide(Request(parse(address), at, group))
                if decision.outcome != outcome:
                    yield f"{address} must be {outcome}ed for {group}, but: {decision.rule}: {decision.reason}"

    return look
