"""`tutela doctor`: is all well? One plain sentence for each part, and what to do where it is not."""

import argparse
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from tutela.cli import install, keys_root, ready
from tutela.cli.backup_state import get_backup_state
from tutela.cli.filtered import is_filtered_here, list_unsigned
from tutela.cli.mail_state import get_mail_state
from tutela.events import retention
from tutela.events.store import StoreError, connect
from tutela.gateway import debian
from tutela.keys import KeyFolder, KeyFolderError
from tutela.settings import Settings

LEAST_FREE_BYTES = 1_000_000_000


class Finding(NamedTuple):
    """One part, whether it is well, and the sentence about it."""

    part: str
    well: bool
    words: str


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("doctor", help="say in plain words whether all is well")
    parser.add_argument("--json", action="store_true", help="one object per line: part, well, words")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Exit status 0 when all is well, 1 when something is not."""
    findings = list(examine(settings))
    for finding in findings:
        if options.json:
            print(json.dumps(finding._asdict(), ensure_ascii=False))
        else:
            print(f"{'well ' if finding.well else 'WRONG'}  {finding.words}")
    return 0 if all(finding.well for finding in findings) else 1


def examine(settings: Settings) -> Iterator[Finding]:
    """Every check in the order in which a person would mend them."""
    for check in CHECKS:
        yield check(settings)


def _keys(settings: Settings) -> Finding:
    try:
        if not settings.keys.exists():
            return Finding("keys", False, f"There are no keys in {settings.keys}. `tutela up` makes them.")
        keys = KeyFolder(settings.keys)
        keys.ensure()
        if keys.unfinished_change() is not None:
            words = "A change of the signing key was cut off. Finish it: tutela keys rotate signing"
            return Finding("keys", False, words)
        if keys_root.is_unfinished(settings.keys):
            words = "A change of the root key was cut off. Finish it: tutela keys rotate root --for NAME NAME"
            return Finding("keys", False, words)
        ring, root = keys.ring(), datetime.fromtimestamp((settings.keys / "root.secret").stat().st_mtime, UTC)
    except KeyFolderError as error:
        return Finding("keys", False, str(error))
    words = f"The keys lie in {settings.keys}, apart from the data, readable by their owner alone."
    since = ring.newest.since or root
    signing = f" We sign with a key of {since:%-d %B %Y}"
    before = f" (before it: {len(ring.keys) - 1})" if len(ring.keys) > 1 else ""
    return Finding("keys", True, f"{words}{signing}{before}; the root key lies there since {root:%-d %B %Y}.")


def _space(settings: Settings) -> Finding:
    place = settings.data if settings.data.exists() else settings.data.parent
    free = shutil.disk_usage(place).free
    words = f"{free / 1e9:.1f} GB are free where the records are kept."
    return Finding("space", free >= LEAST_FREE_BYTES, words if free >= LEAST_FREE_BYTES else f"Only {words} Make room.")


def _engines(settings: Settings) -> Finding:
    if not is_filtered_here(settings):
        return Finding("engines", True, "No filtering proxy is needed here: a provider filters.")
    missing = install.missing_debian_packages("run")
    if missing:
        add = debian.add_command(missing)
        return Finding("engines", False, f"{' '.join(missing)} is missing, so nothing is filtered. Run: {add}")
    return Finding("engines", True, "The filtering proxy's engine is installed.")


def _paper(_settings: Settings) -> Finding:
    missing = install.missing_debian_packages("paper")
    if missing:
        add = debian.add_command(missing)
        return Finding("paper", False, f"{' '.join(missing)} is missing, so no PDF is made. Run: {add}")
    return Finding("paper", True, "Reports can be made as PDF.")


def _web(settings: Settings) -> Finding:
    port = ready.web_port(settings)
    health = ready.web_health(msgspec.structs.replace(settings, web_port=port))
    if health is None:
        return Finding("web", False, f"The web application does not answer on port {port}.")
    bad = [part for part, state in health.items() if isinstance(state, dict) and state.get("well") is False]
    if bad:
        return Finding("web", False, f"The web application runs, but says that {', '.join(bad)} is not well.")
    return Finding("web", True, f"The web application answers on port {port}.")


def _recorder(settings: Settings) -> Finding:
    if ready.recorder_answers(settings):
        return Finding("recorder", True, "The recorder runs.")
    return Finding("recorder", False, "The recorder does not run: records wait in the spool and no alert is raised.")


def _worker(settings: Settings) -> Finding:
    if ready.worker_lives(settings):
        return Finding("worker", True, "The worker runs.")
    return Finding("worker", False, "The worker does not run: no message is sent and no alert reaches the inbox.")


def _mail(settings: Settings) -> Finding:
    """Where no server is set that is said, and no fault of the machine's; where one is, it must take what we send."""
    if not settings.mail:
        unset = "No mail goes out: no server is set, so nobody is told of an alert by mail. See docs/runbooks/mail.md."
        return Finding("mail", True, unset)
    health = get_mail_state(settings)
    if health is None:
        return Finding("mail", False, "Whether mail goes out cannot be asked: the records do not answer.")
    if health.failing_since is not None:
        since = f"{health.failing_since:%-d %B at %H:%M} UTC"
        words = (
            f"{health.waiting} messages have waited since {since}: {health.server} did not take them ({health.fault})."
        )
        return Finding("mail", False, f"{words} See docs/runbooks/mail.md.")
    return Finding("mail", True, f"Mail goes out through {health.server}.")


def _gateway(settings: Settings) -> Finding:
    if not is_filtered_here(settings):
        return Finding("gateway", True, "No gateway is needed here: a provider filters, and its records are imported.")
    status = ready.gateway_status(settings)
    if status is None:
        return Finding(
            "gateway", False, "The gateway has not reported in the last 15 seconds: filtering is not proved."
        )
    if not status.get("serving"):
        return Finding(
            "gateway", False, f"The gateway runs but does not serve: {status.get('words', 'no reason given')}"
        )
    return Finding(
        "gateway", True, status.get("words") or "The gateway filters, and its last canaries came back rightly."
    )


def _recording(settings: Settings) -> Finding:
    """Nothing is written down before somebody has signed: that is as it should be. The other way round is a fault."""
    status = ready.gateway_status(settings) or {}
    parts = [one for one in status.get("establishments") or () if isinstance(one, dict)]
    unsigned = set(list_unsigned(settings))
    against = [one for one in parts if one.get("recording") and one.get("establishment") in unsigned]
    if against:
        names = ", ".join(str(one["establishment"]) for one in against)
        why = "; ".join(filter(None, (str(one.get("problem") or "") for one in against)))
        words = f"Requests of {names} are still written down although nobody's signature for it is in force"
        mend = "If this does not change within ten seconds, see that the worker runs, or stop the gateway."
        return Finding("recording", False, f"{words}{f' ({why})' if why else ''}. {mend}")
    silent = [str(one.get("establishment")) for one in parts if one.get("recording") is False]
    if silent:
        words = f"Requests of {', '.join(silent)} are filtered, but not written down and no alert is made: nobody has "
        return Finding("recording", True, words + "signed for data protection. That is done on the page “Monitoring”.")
    if not parts:
        return Finding("recording", True, "No request is written down here while no gateway filters.")
    return Finding("recording", True, "Requests are written down, as a named person has signed for data protection.")


def _retention(settings: Settings) -> Finding:
    """A decision that waits is no fault: until it is made everything is kept."""
    # without the recorder the store would be opened here, under its lock
    if not settings.events and not ready.recorder_answers(settings):
        return Finding("retention", False, "How long records are kept cannot be asked while the recorder does not run.")
    try:
        store = connect(settings)
        waiting = [kind.name for kind in retention.unconfirmed(store)]
        store.close()
    except StoreError as error:
        return Finding("retention", False, f"How long records are kept cannot be asked: {error}")
    if waiting:
        what = "; ".join(waiting)
        return Finding(
            "retention",
            True,
            f"Nobody has confirmed how long records are kept, so none is dropped yet ({what}). "
            "The head or the lead does it on the page “How long records are kept”.",
        )
    return Finding("retention", True, "Records are dropped when the time is over that a named person has chosen.")


def _backups(settings: Settings) -> Finding:
    """Where nobody has set any up that is said, and no fault of the machine's; where they are, one must be right."""
    state = get_backup_state(settings)
    if state is None or state.standing == "not-set-up":
        unset = "No back-up is made: nobody has said where to and for whom. See docs/how-to/back-up-and-restore.md."
        return Finding("backups", True, unset)
    words = {
        "none-yet": "No back-up has been made yet. Make the first one: tutela backup create",
        "not-proved": "No back-up of the last 26 hours was put back and found right. See log/backup.log.",
        "not-drilled": "The newest back-up is right. A restore drill by a person is due: tutela backup verify FILE",
        "well": "The newest back-up is right, and a person has put one back this term.",
    }
    return Finding("backups", state.is_well, words[state.standing])


CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    _keys,
    _space,
    _engines,
    _paper,
    _web,
    _recorder,
    _worker,
    _mail,
    _gateway,
    _recording,
    _retention,
    _backups,
)
