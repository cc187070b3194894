"""`tutela check`: is the configuration right? Looks only; starts nothing and changes nothing."""

import argparse
import getpass
import ipaddress
import json
import os
import ssl
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tutela.cli import install
from tutela.cli.doctor import Finding
from tutela.cli.filtered import is_filtered_here
from tutela.filtering.defaults import default_policy
from tutela.filtering.ruleset import BadPolicy, Policy, policy_from, read_policy
from tutela.filtering.snapshot import BadSnapshot, names_in_force, read_manifest
from tutela.gateway import debian
from tutela.keys import KeyFolder, KeyFolderError
from tutela.settings import BadSetting, Settings
from tutela.web.backups.databases import list_undurable
from tutela.web.backups.faults import BackupFault
from tutela.web.backups.recipients import BadRecipient, parse_all
from tutela.web.project.databases import databases

DETECTION = "detection"
"""The snapshot that is no establishment's."""
SCHEMES = {"mail": ("smtp", "smtps"), "events": ("clickhouse", "http", "https")}


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("check", help="say whether the configuration is right")
    parser.add_argument("--json", action="store_true", help="one object per line: part, well, words")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Exit status 0 when all is right, 1 when something is not. What cannot even be read is refused before, with 2."""
    well = True
    for finding in examine(settings):
        well = well and finding.well
        if options.json:
            print(json.dumps(finding._asdict(), ensure_ascii=False))
        else:
            print(f"{'right' if finding.well else 'WRONG'}  {finding.words}")
    return 0 if well else 1


def examine(settings: Settings) -> Iterator[Finding]:
    """Every check, what others depend on first."""
    wrong = [*wrong_settings(settings), *_closed_folders(settings)]
    yield Finding("settings", not wrong, " ".join(wrong) or "The settings can be used.")
    yield _keys(settings)
    if settings.database:
        yield _durable(settings)
    filters_here = is_filtered_here(settings)
    missing = install.missing_debian_packages("run")
    yield _packages(missing, filters_here=filters_here)
    policies: dict[str, Policy] = {}
    for name in names_in_force(settings.snapshots):
        yield _snapshot(settings, name, policies)
    if filters_here and not missing:
        yield squid(settings, policies)


def _packages(missing: Sequence[str], *, filters_here: bool) -> Finding:
    if not filters_here:
        return Finding("packages", True, "A provider filters here, so no proxy and none of its packages are needed.")
    words = f"{' '.join(missing)} is missing. Run: {debian.add_command(missing)}"
    return Finding("packages", not missing, words if missing else "The Debian packages that the proxy needs are there.")


def wrong_settings(settings: Settings) -> Iterator[str]:
    """What is wrong with settings that each have the right form: files, addresses, ports that fall together."""
    ports = {name: getattr(settings, name) for name in ("web_port", "proxy_port", "pages_port")}
    for name, port in ports.items():
        if also := [other for other in ports if other < name and ports[other] == port]:
            yield f"{name} and {also[0]} are both {port}; give each its own."
    if bool(settings.tls_certificate) != bool(settings.tls_key):
        yield "tls_certificate and tls_key belong together; one of them is missing."
    elif settings.tls_certificate and settings.tls_key:
        yield from _unusable(_load_pair, "tls_certificate", settings.tls_certificate, settings.tls_key)
    if settings.upstream_ca:
        yield from _unusable(_load_authorities, "upstream_ca", settings.upstream_ca)
    if settings.proxy_hosts_file:
        yield from _unusable(_read, "proxy_hosts_file", settings.proxy_hosts_file)
    for network in settings.proxy_networks:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            yield f"proxy_networks = {network!r} is not a network such as 10.0.0.0/8."
    for name, schemes in SCHEMES.items():
        value = getattr(settings, name)
        if value and value != "memory:" and not _is_address(value, schemes):
            # the value may hold a password
            yield f"{name} is not an address such as {schemes[0]}://user:password@host."
    yield from _wrong_backups(settings)
    try:
        databases(settings)
    except BadSetting as error:
        yield f"{error}."


def squid(settings: Settings, policies: dict[str, Policy]) -> Finding:
    """Whether Squid accepts the configuration of each establishment, written into a folder that is thrown away."""
    from tutela.gateway.errors import GatewayError

    tried = policies or {"school": policy_from(default_policy({"id": 1, "slug": "school", "name": "Your school"}))}
    for slug, policy in tried.items():
        try:
            _parse(settings, slug, policy)
        except (GatewayError, OSError) as error:
            return Finding("squid", False, str(error))
    return Finding("squid", True, f"Squid accepts the configuration of {', '.join(tried)}.")


def _parse(settings: Settings, slug: str, policy: Policy) -> None:
    from tutela.gateway import ca, place, prepare
    from tutela.gateway import squid as engine

    with tempfile.TemporaryDirectory(prefix="tutela-check-") as folder:
        Path(folder).chmod(0o755)
        there, user = place.Place(Path(folder) / "edge", slug), place.run_user()
        prepare.make_place(there, user)
        authority = ca.authority(Path(folder) / "keys", slug, policy.establishment.name, datetime.now(UTC))
        prepare.put_secret(there, user, "authority.pem", authority)
        listening = engine.Listening(
            there, "tutelacheck", settings.proxy_port, settings.pages_port, place.python_for(user),
            prepare.copy_code(there.edge), user.name if user.drops else None,
        )  # fmt: skip
        for name, text in engine.render(listening, policy, settings).items():
            (there.conf / name).write_text(text, "utf-8")
        engine.check(place.squid_program(), listening, there.conf / "squid.conf")


def _closed_folders(settings: Settings) -> Iterator[str]:
    """Folders that are there but not for this user: what lies in them must not be taken for missing."""
    for folder in (settings.keys, settings.snapshots):
        if folder.exists() and not os.access(folder, os.R_OK | os.X_OK):
            yield f"{folder} cannot be read by {getpass.getuser()}."


def _keys(settings: Settings) -> Finding:
    if not settings.keys.exists():
        if names_in_force(settings.snapshots):
            return Finding("keys", False, f"There are no keys in {settings.keys}, but snapshots signed with them.")
        return Finding("keys", True, f"There are no keys in {settings.keys} yet; the first start makes them.")
    try:
        keys = KeyFolder(settings.keys)
        # asking for a key that is not there would make it
        for name, use in (("signing.key", keys.signing_key), ("signing.pub", keys.ring)):
            if (settings.keys / name).exists():
                use()
    except OSError as error:
        return Finding("keys", False, str(error))
    return Finding("keys", True, f"The keys in {settings.keys} can be used and are readable by their owner alone.")


def _wrong_backups(settings: Settings) -> Iterator[str]:
    try:
        parse_all(settings.backup_recipients)
    except BadRecipient as error:
        yield f"{error}."
    if settings.backup_folder and not settings.backup_recipients:
        yield "backup_folder is set, but nobody could open a back-up. Make a key: tutela backup key --for NAME"
    if settings.backup_folder and settings.data in (settings.backup_folder, *settings.backup_folder.parents):
        yield "backup_folder lies in the data folder, so that back-ups would be backed up. Choose another."


def _durable(settings: Settings) -> Finding:
    """SQLite is opened so that it waits for the disc; of PostgreSQL, which others set up, it has to be asked."""
    try:
        loose = list_undurable(settings.database)
    except BackupFault as error:
        return Finding("database", False, str(error))
    if loose:
        words = f"PostgreSQL has {', '.join(loose)} off: a power cut could undo what was acknowledged. Set them on."
        return Finding("database", False, words)
    return Finding("database", True, "PostgreSQL waits for the disc before it acknowledges anything.")


def _snapshot(settings: Settings, name: str, policies: dict[str, Policy]) -> Finding:
    part = f"snapshot {name}"
    if not settings.keys.exists():
        return Finding(part, False, f"Whether {name} is signed cannot be told without the keys.")
    try:
        manifest = read_manifest(settings.snapshots, name, KeyFolder(settings.keys).ring())
        if name != DETECTION:
            policies[name] = read_policy(manifest.path("policy").read_bytes())
    except (BadSnapshot, BadPolicy, KeyFolderError, OSError) as error:
        return Finding(part, False, str(error))
    return Finding(part, True, f"{name} version {manifest.version} is whole and signed with this installation's key.")


def _is_address(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname or parts.path.strip("/")) and (parts.port or 1) > 0
    except ValueError:
        return False


def _unusable(use: Callable[..., object], name: str, *files: Path) -> Iterator[str]:
    try:
        use(*files)
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        yield f"{name} = {str(files[0])!r} cannot be used: {reason}."


def _load_pair(certificate: Path, key: Path) -> None:
    # an empty password, so that a key that needs one is refused rather than asked for on the terminal
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")


def _load_authorities(file: Path) -> None:
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)


def _read(file: Path) -> None:
    file.read_bytes()
