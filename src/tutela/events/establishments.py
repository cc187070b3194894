"""The establishments whose events are kept, and what must never be: as their policies in force say."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tutela.filtering.address import BadAddress, normal_host
from tutela.filtering.defaults import FIRST_ESTABLISHMENT, always_open
from tutela.settings import Settings


class Establishment(NamedTuple):
    """An establishment by its number and slug; `unrecorded` are the hosts of help lines, and that of its own pages."""

    site_id: int
    slug: str
    unrecorded: frozenset[str]
    time_zone: str = "UTC"
    """Of its clocks on the wall, as the IANA database names it."""

    def records(self, host: str) -> bool:
        """Whether a visit to a host, or to a name below one, may be recorded, however the host is spelt."""
        try:
            host = normal_host(host)
        except BadAddress:
            # No browser opens it, but a log may hold it; compared as it stands.
            host = host.casefold()
        while host:
            if host in self.unrecorded:
                return False
            host = host.partition(".")[2]
        return True


def known(settings: Settings) -> list[Establishment]:
    """Return the establishments with a policy in force, first the first; the library's own when there is none."""
    found = [each for path in settings.snapshots.glob("*.manifest") if (each := _read(settings, path.stem))]
    if found:
        return sorted(found)
    hosts = frozenset(site.host for site in always_open() if not site.record)
    first = FIRST_ESTABLISHMENT
    return [Establishment(int(str(first["id"])), str(first["slug"]), hosts, settings.time_zone)]


def _read(settings: Settings, name: str) -> Establishment | None:
    """Read an establishment's policy in force. Nothing is decided by it here, so its signature is not checked."""
    try:
        line = (settings.snapshots / f"{name}.manifest").read_bytes().partition(b"\n")[0]
        manifest = json.loads(line)
        if manifest["name"] != name:
            return None
        policy = json.loads((settings.snapshots / manifest["files"]["policy"]["file"]).read_bytes())
        hosts = frozenset(each["host"] for each in policy["always_open"] if not each["record"]) | _own_host(policy)
        about = policy["establishment"]
        return Establishment(int(about["id"]), about["slug"], hosts, about.get("time_zone") or settings.time_zone)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _own_host(policy: Mapping[str, Any]) -> frozenset[str]:
    """The name of the web application, where anybody tells a worry: that somebody opened it is nobody's business."""
    host = urlsplit(policy.get("pages", {}).get("address", "")).hostname or ""
    return frozenset() if host in ("", "localhost") or host.startswith("127.") else frozenset({host})


def site_of(settings: Settings, slug: str) -> int:
    """Return the number of an establishment; 0 when it has no policy in force."""
    each = _read(settings, slug)
    return each.site_id if each else 0
