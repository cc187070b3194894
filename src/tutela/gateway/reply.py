"""What Squid is sent for a decision, as bytes: all but the site and its token is made once and remembered.

The same few decisions about the same few people come again and again. Standard library only.
"""

import time
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from tutela.filtering.engine import Decision, Filter
from tutela.gateway import blockpage
from tutela.gateway.report import Signer

MOST_REMEMBERED = 8192


class Who(NamedTuple):
    """Who asks, and how that is known: "credential", "device" or "unknown"."""

    person: str = ""
    group: str = ""
    device: str = ""
    basis: str = "unknown"


class Replies:
    """What is sent while one snapshot is in force. Without a page or a key for its links no page is sent."""

    def __init__(self, running: Filter, version: int, page: blockpage.BlockPage | None, page_key: bytes) -> None:
        self._version, self._page, self._key = version, page, page_key
        self._band = lru_cache(MOST_REMEMBERED)(running.policy.band_of)
        self._titles = {one.name: one.title for one in running.index.categories}
        self.allow = lru_cache(MOST_REMEMBERED)(self._allow)
        self._refusal = lru_cache(MOST_REMEMBERED)(self._refuse)
        self._parts = lru_cache(MOST_REMEMBERED)(self._write)

    def block(self, who: Who, decision: Decision, site: str) -> bytes:
        """No, with the page that is shown in place of `site`."""
        said, signer, before, between, after = self._refusal(who, decision)
        if not signer:
            return said
        shown, token = in_quotes(blockpage.shown(site)), signer.token(site[:600], int(time.time()))
        return b'%b page_="%b%b%b%b%b"' % (said, before, shown, between, token, after)

    def _allow(self, who: Who, decision: Decision, opened: bool) -> bytes:
        """Yes; `opened` lets Squid read the tunnel."""
        user = f"user={who.person} " if who.person else ""
        more = " open_=yes" if opened else ""
        return f"OK {user}{self._marks(who, decision)} answer_=allow{more}{_quiet(decision)}".encode()

    def _refuse(self, who: Who, decision: Decision) -> tuple[bytes, Signer | None, bytes, bytes, bytes]:
        """No; who signs the link, if a page is sent; the three parts of the page."""
        message = quote(decision.rule, safe=":-.")
        said = f"ERR message={message} {self._marks(who, decision)} answer_=block{_quiet(decision)}".encode()
        if not (self._key and self._page):
            return said, None, b"", b"", b""
        band = self._band(who.group)
        fields = {
            "rule": decision.rule[:120],
            "categories": list(decision.categories[:6]),
            "group": decision.group,
            "band": band,
            "version": self._version,
        }
        page = self._parts(self._page, band, decision.stage, self._category(decision))
        return said, Signer(self._key, fields), *page

    @staticmethod
    def _write(
        page: blockpage.BlockPage, band: str, stage: str, category: tuple[str, str]
    ) -> tuple[bytes, bytes, bytes]:
        before, between, after = page.compose(band, stage, category)
        return in_quotes(before), in_quotes(between), in_quotes(after)

    def _marks(self, who: Who, decision: Decision) -> str:
        """The policy version and the annotation of the access log."""
        parts = {
            "o": decision.outcome,
            "r": decision.rule,
            "c": ",".join(quote(one, safe="-") for one in decision.categories),
            "g": decision.group,
            "p": who.person,
            "d": who.device,
            "b": who.basis,
            "s": decision.stage,
            "v": str(self._version),
            "n": "1" if decision.record else "0",
        }
        safe = {"c": ",-%", "r": ":-."}
        note = ";".join(f"{name}={quote(value, safe=safe.get(name, '-.'))}" for name, value in parts.items())
        return f"tag={self._version} log={once_more(note)}"

    def _category(self, decision: Decision) -> tuple[str, str]:
        """The key and the title of the category that decided; two empty texts when it was none."""
        if decision.stage not in ("locked", "category"):
            return "", ""
        _, _, key = decision.rule.partition(":")
        return key, self._titles.get(key) or key.replace("-", " ").replace("_", " ")


def once_more(note: str) -> str:
    """Squid decodes what it is sent once; the values must still be encoded when they reach the log."""
    return note.replace("%", "%25")


def in_quotes(text: str) -> bytes:
    """Squid takes a quoted value as it stands but for these two characters."""
    return text.replace("\\", "\\\\").replace('"', '\\"').encode()


def _quiet(decision: Decision) -> str:
    return "" if decision.record else " record_=no"
