"""Requests of another filter's log as rows of the store, people made pseudonyms, help lines left out."""

import ipaddress
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from tutela.events.establishments import Establishment
from tutela.events.event import DNS_ACTIVITY, HTTP_ACTIVITY, short_name
from tutela.events.importers.parsed import Parsed
from tutela.events.pseudonym import pseudonym
from tutela.events.webaddress import LONGEST_SEARCH, split_all

_LONGEST_WORD: Final = 300
_DOMAIN: Final = re.compile(r"(?:[^\\/@]+\\+)?([^\\@]+)(?:@[^@]+)?")
_STRINGS: Final = ("rule", "reason", "method", "device", "user_agent", "group")

People = Mapping[str, str]
"""The group of each person who is known, by pseudonym."""


class Rows:
    """Makes rows of one establishment's requests. `people` are known already, with their groups."""

    def __init__(self, establishment: Establishment, key: bytes, people: People | None = None) -> None:
        self.establishment = establishment
        self.people = {} if people is None else people
        self._knows_people = people is not None
        self._key = key
        self._person = lru_cache(maxsize=200_000)(self.person)
        self._recorded = lru_cache(maxsize=200_000)(establishment.records)

    def person(self, login: str) -> str:
        """Return the pseudonym of a login, whatever its case.

        A domain before or after it is a part of it, unless somebody is known by the login without
        the domain and nobody by the whole: then it is theirs.
        """
        login = login.strip()
        if not login:
            return ""
        slug = self.establishment.slug
        whole = pseudonym(self._key, slug, login)
        if whole in self.people:
            return whole
        found = _DOMAIN.fullmatch(login)
        bare = pseudonym(self._key, slug, found[1]) if found and found[1] != login else whole
        return bare if bare in self.people else whole

    def make(self, found: Parsed, source: str, seq: int) -> Any:
        """Return the rows, numbered from `seq` + 1, without what must never be recorded."""
        import numpy as np
        import pyarrow as pa

        columns = found.columns
        places = split_all(columns["url"], columns["method"])
        names = zip(*places, strict=True) if places else iter([[], [], [], []])
        urls, hosts, paths, words = (list(column) for column in names)
        if hidden := {host for host in set(hosts) if not self._recorded(host)}:
            keep = [n for n, host in enumerate(hosts) if host not in hidden]
            columns = {name: [column[n] for n in keep] for name, column in columns.items()}
            urls, hosts, paths, words = ([column[n] for n in keep] for column in (urls, hosts, paths, words))
        size = len(urls)
        if "search" in columns:
            words = [said[:LONGEST_SEARCH] or word for said, word in zip(columns["search"], words, strict=True)]
        people = _each(columns["login"], self._person)
        text = pa.string()

        def constant(value: object, kind: Any) -> Any:
            return pa.repeat(pa.scalar(value, kind), size)

        def number(name: str, kind: Any) -> Any:
            return pa.array(columns[name], kind) if name in columns else constant(0, kind)

        is_name = [url.startswith("dns:") for url in urls] if "dns:" in "".join({url[:4] for url in urls}) else []
        made = {
            "time": _times(columns["seconds"]),
            "site_id": constant(self.establishment.site_id, pa.uint16()),
            "source_id": constant(source, text),
            "seq": pa.array(np.arange(seq + 1, seq + size + 1, dtype=np.uint64)),
            "class_uid": pa.array([DNS_ACTIVITY if is_one else HTTP_ACTIVITY for is_one in is_name], pa.uint16())
            if is_name
            else constant(HTTP_ACTIVITY, pa.uint16()),
            "user": pa.array(people, text),
            "user_basis": pa.array(["import" if person else "unknown" for person in people], text),
            "src_ip": pa.array(_each(columns["address"], device_address), text),
            "url": pa.array(urls, text),
            "host": pa.array(hosts, text),
            "path": pa.array(paths, text),
            "action": pa.array(["block" if refused else "allow" for refused in columns["blocked"]], text)
            if "blocked" in columns
            else constant("allow", text),
            "categories": pa.array([[_word(each) for each in row] for row in columns["categories"]], pa.list_(text))
            if "categories" in columns
            else pa.array([[]] * size, pa.list_(text)),
            "status": pa.array([status if status < 1000 else 0 for status in columns["status"]], pa.uint16())
            if "status" in columns
            else constant(0, pa.uint16()),
            "bytes_in": number("received", pa.uint64()),
            "bytes_out": number("sent", pa.uint64()),
            "search_terms": pa.array(words, text),
            "policy_version": constant(0, pa.uint32()),
        }
        given = {"method": "method", "reason": "result", "device": "device", "user_agent": "agent"}
        for name in _STRINGS:
            column = columns.get(given.get(name, ""))
            bound = short_name if name == "device" else _word
            made[name] = pa.array(_each(column, bound), text) if column is not None else constant("", text)
        if self._knows_people:
            made["group"] = pa.array(_each(people, lambda person: self.people.get(person, "")), text)
        return pa.table(made)


@lru_cache(maxsize=50_000)
def device_address(text: str) -> str:
    """Return a device's address in its usual spelling; what is a name stays one."""
    try:
        address = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return short_name(text)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)


def _each(column: Sequence[str], change: Callable[[str], str]) -> list[str]:
    """Change each value, asking once for those that are the same."""
    changed = {value: change(value) for value in set(column)}
    return [changed[value] for value in column]


def _word(text: str) -> str:
    return text if len(text) <= _LONGEST_WORD else text[:_LONGEST_WORD]


def _times(seconds: Sequence[float]) -> Any:
    import numpy as np
    import pyarrow as pa

    milliseconds = np.rint(np.asarray(seconds, dtype=np.float64) * 1000).astype(np.int64)
    return pa.array(milliseconds, pa.int64()).cast(pa.timestamp("ms", "UTC"))
