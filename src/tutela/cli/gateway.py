"""`tutela gateway`: the helper's protocol, Squid's configuration, the canaries and the state of what runs."""

import argparse
import getpass
import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tutela.cli import sign_on
from tutela.filtering.defaults import default_policy, described, starter_lists
from tutela.filtering.ruleset import policy_from
from tutela.filtering.snapshot import BadSnapshot
from tutela.gateway import activate, place, prepare, squid, words
from tutela.gateway.answer import Answerer
from tutela.gateway.canaries import canaries_for
from tutela.gateway.errors import GatewayError
from tutela.gateway.live import Live
from tutela.gateway.watch import STATUS_FILE, published
from tutela.keys import KeyFolder
from tutela.probe.canary import run as ask_canaries
from tutela.probe.canary import through_proxy
from tutela.settings import Settings

READ_BYTES = 262_144
STALE_SECONDS = 15


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("gateway", help="the parts beside the proxy: helper, configuration, canaries")
    parts = parser.add_subparsers(dest="part", metavar="PART", required=True)
    helper = parts.add_parser("helper", help="answer lines `ID URI SRC USER METHOD` on standard input")
    render = parts.add_parser("render", help="write Squid's configuration into a folder, without starting anything")
    render.add_argument("--out", type=Path, required=True, metavar="DIR")
    canary = parts.add_parser("canary", help="ask the running proxy for addresses whose answer is known")
    status = parts.add_parser("status", help="what the running gateway says of itself")
    for part in (helper, render, canary):
        part.add_argument("--establishment", metavar="NAME", help="the first one unless given")
    for part in (canary, status):
        part.add_argument("--json", action="store_true", help="one JSON object per line")
    on, off = sign_on.add_arguments(parts)
    runs = (
        (helper, _helper),
        (render, _render),
        (canary, _canary),
        (status, _status),
        (on, _sign_on),
        (off, _sign_off),
    )
    for part, run in runs:
        part.set_defaults(run=_caught(run))


def _caught(run: Any) -> Any:
    def caught(options: argparse.Namespace, settings: Settings) -> int:
        try:
            return int(run(options, settings))
        except (GatewayError, BadSnapshot, OSError) as error:
            if isinstance(error, BrokenPipeError):
                raise
            print(f"tutela: {error}", file=sys.stderr)
            return 2

    return caught


def _helper(options: argparse.Namespace, settings: Settings) -> int:
    """Answer until standard input ends: from the snapshot, or where there is none as a school that chose nothing."""
    with tempfile.TemporaryDirectory(prefix="tutela-helper-") as folder:
        there = _live(options.establishment, settings, Path(folder))
        live = Live(there.live, settings.pages_port)
        live.refresh(time.monotonic())
        if live.filter is None:
            raise GatewayError(f"there is nothing to answer from: {live.problem}")
        answerer, rest = Answerer(live), b""
        while block := os.read(0, READ_BYTES):
            *lines, rest = (rest + block).split(b"\n")
            sys.stdout.buffer.write(answerer.answer_all(lines))
            sys.stdout.buffer.flush()
        sys.stdout.buffer.write(answerer.answer_all([rest]))
        sys.stdout.buffer.flush()
    return 0


def _render(options: argparse.Namespace, settings: Settings) -> int:
    slug = _slug(options.establishment, settings)
    there = place.Place(settings.edge, slug, options.out.absolute())
    policy = activate.in_force(there) or policy_from(default_policy({"id": 1, "slug": slug, "name": "Your school"}))
    code = settings.edge / "code" / "current"
    user = place.run_user().name if os.geteuid() == 0 else None
    listening = squid.Listening(
        there, f"tutela{slug.replace('-', '')}", settings.proxy_port, settings.pages_port, place.PYTHONS[0], code, user
    )
    for name, text in squid.render(listening, policy, settings).items():
        file = options.out / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    print(options.out / "squid.conf")
    return 0


def _canary(options: argparse.Namespace, settings: Settings) -> int:
    """Status 1 when an answer is not as it should be."""
    slug = _slug(options.establishment, settings)
    there = place.Place(settings.edge, slug)
    policy = activate.in_force(there)
    if policy is None:
        raise GatewayError(f"{slug} has no gateway that has ever served; start one with: tutela up --only gateway")
    live = json.loads((there.live / "live.json").read_bytes())
    port = _port(settings, slug)
    canaries = canaries_for(policy, there.live / live["files"]["index"]["file"], datetime.now(UTC))
    results = ask_canaries(canaries, through_proxy((squid.own_address(settings), port)))
    for result in results:
        if options.json:
            said = {"canary": result.canary.name, "url": result.canary.url, "expected": result.canary.expected}
            print(json.dumps(said | {"status": result.reply.status, "right": result.right, "words": result.words}))
        else:
            print(f"{'right' if result.right else 'WRONG':<6} {result.words}")
    return 0 if all(result.right for result in results) else 1


def _sign_on(options: argparse.Namespace, settings: Settings) -> int:
    return sign_on.sign_on(options, settings, _slug(options.establishment, settings))


def _sign_off(options: argparse.Namespace, settings: Settings) -> int:
    return sign_on.sign_off(options, settings, _slug(options.establishment, settings))


def _status(options: argparse.Namespace, settings: Settings) -> int:
    """Status 1 when it does not serve, or does not run."""
    file = settings.run / STATUS_FILE
    try:
        status = json.loads(file.read_text("utf-8"))
        stale = time.time() - file.stat().st_mtime > STALE_SECONDS
    except FileNotFoundError:
        status, stale = {"serving": False, "problem": "the gateway has not run yet", "establishments": []}, False
    if stale:
        status |= {"serving": False, "problem": f"the gateway has said nothing since {status['at']}"}
    if options.json:
        print(json.dumps(status))
        return 0 if status["serving"] else 1
    print("Filtering is on and proved." if status["serving"] else f"NOT PROVED: {status['problem'] or 'see below'}")
    for part in status["establishments"]:
        canaries = part["canaries"] or {"asked": 0, "wrong": []}
        print(f"{part['establishment']}: port {part['port']}, policy {part['version']}, ", end="")
        print(f"{canaries['asked'] - len(canaries['wrong'])} of {canaries['asked']} canaries right")
        for line in [part["problem"], *canaries["wrong"]]:
            if line:
                print(f"  {line}")
    return 0 if status["serving"] else 1


def _require_readable(settings: Settings) -> None:
    """A folder that is closed to whoever asks is not taken for an empty one. Raises `GatewayError`."""
    try:
        closed = settings.snapshots.exists() and not os.access(settings.snapshots, os.R_OK | os.X_OK)
    except PermissionError:
        closed = True
    if closed:
        raise GatewayError(f"{settings.snapshots} cannot be read by {getpass.getuser()}")


def _slug(asked: str | None, settings: Settings) -> str:
    _require_readable(settings)
    known = published(settings.snapshots)
    if asked and known and asked not in known:
        raise GatewayError(f"there is no establishment {asked!r}; there are: {', '.join(known)}")
    return asked or _first(settings, known) or "school"


def _first(settings: Settings, known: list[str]) -> str:
    """The establishment with the lowest number, as the gateway orders them."""
    numbered = []
    for slug in known:
        policy = activate.in_force(place.Place(settings.edge, slug))
        numbered.append((policy.establishment.id if policy else 65_536, slug))
    return min(numbered)[1] if numbered else ""


def _port(settings: Settings, slug: str) -> int:
    try:
        status = json.loads((settings.run / STATUS_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return settings.proxy_port
    ports = {part["establishment"]: int(part["port"]) for part in status.get("establishments", [])}
    return ports.get(slug, settings.proxy_port)


def _live(asked: str | None, settings: Settings, folder: Path) -> place.Place:
    """A live copy in a folder of its own, so that the running gateway is not touched."""
    slug = _slug(asked, settings)
    there = place.Place(folder, slug)
    if slug in published(settings.snapshots):
        activate.activate(settings.snapshots, there, KeyFolder(settings.keys).ring())
        return there
    from tutela.filtering.compile import compile_index

    prepare.make_folder(there.live)
    lists = starter_lists()
    index = compile_index(lists, {name: described(name) for name in lists})
    policy = json.dumps(default_policy({"id": 1, "slug": slug, "name": "Your school"})).encode()
    activate.put_live(there, 1, {"index": index, "policy": policy, "words": words.words_json()})
    return there
