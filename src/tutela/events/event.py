"""The two things the event store keeps: an event (machine record) and a match (a rule hit)."""

import datetime as dt
import hashlib
from typing import Final

import msgspec

HTTP_ACTIVITY = 4002
"""OCSF class of a web request."""
DNS_ACTIVITY = 4003
"""OCSF class of a name look-up."""

LIVE, IMPORTED, LOOKED_BACK = "live", "import", "look-back"
"""How a match was found: as it happened; in records of another filter; later, in our own records."""
UNSAID = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

LONGEST_NAME: Final = 80
"""Characters of what a person or device goes by, here and in every record that is made of an event."""
_TELLS_APART: Final = 16


def short_name(text: str) -> str:
    """The name of a person or device as it is stored: printable, and never longer than `LONGEST_NAME`.

    Other systems put no bound to a name. What is longer keeps its beginning, for people to know it by, and ends in a
    hash of the whole, so that two long names that begin alike stay two.
    """
    if len(text) <= LONGEST_NAME and text.isprintable():
        return text
    printable = "".join(one if one.isprintable() else " " for one in text).strip()
    if len(printable) <= LONGEST_NAME:
        return printable
    mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_TELLS_APART]
    return f"{printable[: LONGEST_NAME - _TELLS_APART - 1]}~{mark}"


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One request by one device: who, what, when, from where, what was decided and why.

    `time` is aware UTC with milliseconds. `user` is a pseudonym, never a login; "" where nobody
    is known, and `user_basis` says how it is known: credential, device, import or unknown.
    `seq` counts the kept events of one `source_id` from 1 without holes, so a hole is a loss.
    `bytes_in` travelled towards the person, `bytes_out` away from them. `url` carries no query,
    but that of a search, whose words are also in `search_terms`.
    """

    time: dt.datetime
    site_id: int = 0
    source_id: str = ""
    seq: int = 0
    class_uid: int = HTTP_ACTIVITY
    user: str = ""
    user_basis: str = "unknown"
    device: str = ""
    src_ip: str = ""
    method: str = ""
    url: str = ""
    host: str = ""
    path: str = ""
    action: str = "allow"
    categories: tuple[str, ...] = ()
    rule: str = ""
    reason: str = ""
    status: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    user_agent: str = ""
    search_terms: str = ""
    policy_version: int = 0
    group: str = ""


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """One detection rule hit by one event (`source_id`, `seq`): a proposal, never a judgement.

    `match_id` is made from the event and the rule alone, so that matching again finds the same
    one. `severity` runs from 1 (worst) to 5. `position` is given by the store as it takes the match
    in, grows with each and is the watermark of whoever reads them; 0 for a match that is only
    counted and proposes nothing (`alerts` is False). `time` is when it happened, `found_at` when
    the match was found, and `origin` tells how: what is not LIVE happened a while ago, so nobody
    is to be called as if it happened now.
    """

    match_id: str
    time: dt.datetime
    site_id: int
    user: str
    device: str
    rule_id: str
    rule_version: int
    severity: int
    theme: str
    four_c: str
    source_id: str
    seq: int
    excerpt: str
    position: int = 0
    origin: str = LIVE
    found_at: dt.datetime = UNSAID
    alerts: bool = True
