"""Squid's access log as this system sets it: the format, and how a line becomes an event.

One request becomes one event. Squid writes more lines than that: they are dropped here, and with
them whatever must not be counted at all (help lines: `n=0` in the annotation). Squid must also be
told `strip_query_terms off`, else the words of a search are lost.
"""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from tutela.events.event import Event, short_name
from tutela.events.webaddress import split_address

FORMAT: Final = (
    "%ts.%03tu %sn %6tr %>a %#ue %ssl::bump_mode %#ssl::>sni %Ss %03>Hs %>st %<st %rm %#ru %#{User-Agent}>h %ea"
)
"""Text for squid.conf after `logformat NAME`. `#` escapes a value so that no field holds a space."""
FIELDS: Final = 15
NOT_DECIDED: Final = "squid"
"""Rule of an event that Squid refused before asking the filter (a port, a broken request)."""

_UTC = dt.UTC
_BASES = frozenset({"credential", "device", "unknown"})


class BadLine(ValueError):
    """A line that is not in the expected form; the message is the reason, without the line's content."""


def parse(line: str, *, site_id: int = 0, source_id: str = "", seq: int = 0) -> Event | None:
    """Return the event of a line, or None when the line must not be counted. Raises `BadLine`."""
    fields = line.split()
    if len(fields) != FIELDS:
        raise BadLine(f"{len(fields)} fields where {FIELDS} belong")
    at, _, _, src, _, _, sni, squid_action, status_text, sent, received, method, url, agent, note = fields
    if not counts(squid_action, status_text, method, url, note):
        return None
    try:
        time = dt.datetime.fromtimestamp(float(at), _UTC)
        status = int(status_text)
        bytes_out, bytes_in = int(sent), int(received)
    except (ValueError, OverflowError, OSError) as error:
        raise BadLine("a number is not a number, or out of range") from error
    if min(status, bytes_out, bytes_in) < 0:
        raise BadLine("a number is not a number, or out of range")
    address = split_address(unquote(url) if "%" in url else url, method, "" if sni == "-" else unquote(sni))
    said = decode_annotation(note)
    # An aborted one was not refused: the browser left while Squid opened the tunnel.
    refused = squid_action.startswith("TCP_DENIED") and "ABORTED" not in squid_action
    basis = said.get("b", "unknown")
    person, device = short_name(said.get("p", "")), short_name(said.get("d", ""))
    categories = said.get("c", "")
    return Event(
        time=time,
        site_id=site_id,
        source_id=source_id,
        seq=seq,
        user=person,
        user_basis=basis if basis in _BASES and (person or device) else "unknown",
        device=device,
        src_ip=short_name(src),
        method=method,
        url=address.url,
        host=address.host,
        path=address.path,
        action="block" if refused or said.get("o") == "block" else "allow",
        categories=tuple(categories.split(",")) if categories else (),
        rule=NOT_DECIDED if refused and said.get("o") != "block" else said.get("r", ""),
        reason=said.get("s", ""),
        status=status,
        bytes_in=bytes_in,
        bytes_out=bytes_out,
        user_agent=_browser(agent),
        search_terms=address.search_terms,
        policy_version=_number(said.get("v", "")),
        group=said.get("g", ""),
    )


def counts(squid_action: str, status: str, method: str, url: str, note: str) -> bool:
    """Whether a line is the one that stands for its request.

    Not: a help line; the request for a credential (407), since the request comes again with it; the
    line Squid writes when a tunnel begins, since another follows when it has ended; the page shown
    inside a refused tunnel, whose own line says it all; a connection on which nothing was asked.
    """
    if "n=0" in note and decode_annotation(note).get("n") == "0":
        return False
    if status == "407" or url.startswith("error:"):
        return False
    if squid_action == "NONE_NONE":
        return method == "CONNECT" and status != "200" and note != "-"
    return True


@lru_cache(maxsize=8192)
def decode_annotation(note: str) -> Mapping[str, str]:
    """Return what the filter said of a request: `o=block;c=games` and so on, values decoded once.

    Squid decodes once what the filter sends, so the filter encodes each value and then the whole.
    A bare word is what stands in for a filter that is away, and always a block.
    """
    if note == "-":
        return {}
    if "=" not in note:
        word = unquote(note)
        return {"o": "block", "r": word, "s": word}
    said: dict[str, str] = {}
    for part in note.split(";"):
        key, _, value = part.partition("=")
        said[key] = unquote(value) if "%" in value else value
    return said


@lru_cache(maxsize=4096)
def _browser(agent: str) -> str:
    return "" if agent == "-" else unquote(agent)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
