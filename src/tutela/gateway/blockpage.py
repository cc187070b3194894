"""What people read in place of a blocked page: the same words whether Squid shows it or our own pages server does.

Words come as JSON from `words.json` (made from `library/help/pages.yaml`), names and numbers from the policy. Whatever
comes from outside is escaped here and nowhere else. Standard library only.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from tutela.filtering.ruleset import Contact, HelpLine, Pages

Words = Mapping[str, Any]
WHY_BY_STAGE = {"locked": "locked", "category": "category", "default": "default", "error": "error"}
YOUNGEST = "5-7"
LONGEST_SITE = 80


class BlockPage:
    """The page of one establishment: what it says does not depend on the request but for two short gaps."""

    def __init__(self, pages: Pages, school: str, words: Words, wrong_address: str) -> None:
        """`wrong_address` is where "This seems wrong" leads; a token is added to it."""
        self.pages, self.school, self.words, self.wrong_address = pages, pages.school or school, words, wrong_address
        self._before = {band: self._top(band) for band in words["bands"]}
        self._help = {
            band: help_lines(pages.help, band, said) + help_link(pages.address, said.get("help_link", ""), band)
            for band, said in words["bands"].items()
        }
        self._after = {band: self._bottom(band) for band in words["bands"]}

    def compose(self, band: str, stage: str, category: tuple[str, str]) -> tuple[str, str, str]:
        """Everything from `<title>` to `</body>`, without a line break, in three parts.

        Between the first two belongs the site, as `shown`, between the last two the token of the link. `category` is
        the key and the title of what decided; two empty texts when it was no category.
        """
        said = self.words["bands"][band]
        key, title = category
        why = self.words["subjects"].get(key, {}).get(band) or said["why"][WHY_BY_STAGE.get(stage, "rule")].format(
            subject=title, school=self.school
        )
        before = f'{self._before[band]}<div class="why"><p class="site">'
        between = (
            f"</p><p>{escape(why)}</p></div>"
            f"<p>{escape(said['next'])}</p>"
            f"{self._help[band]}"
            f"<h2>{escape(said['wrong_title'])}</h2>"
            f'<p><a class="button" href="{escape(self.wrong_address)}?t='
        )
        after = f'" role="button">{escape(said["wrong_link"])}</a></p>{self._after[band]}'
        return before, between, after

    def _top(self, band: str) -> str:
        said = self.words["bands"][band]
        young = ' class="young"' if band == YOUNGEST else ""
        lead = f'<h1>{escape(said["title"])}</h1><p class="lead">{escape(said["lead"])}</p>'
        return opening(said["title"], self.school, main_attributes=young) + lead

    def _bottom(self, band: str) -> str:
        said = self.words["bands"][band]
        parts = []
        if self.pages.named_contact:
            parts.append(contact(self.pages.named_contact, said["contact_title"]))
        if monitored := self.pages.monitored.get(band):
            parts.append(f"<h2>{escape(said['monitored_title'])}</h2><p>{escape(monitored)}</p>")
        return "".join(parts) + closing(self.school)


def shown(site: str) -> str:
    """What was asked for, as it stands on the page: not longer than one can read."""
    return escape(site if len(site) <= LONGEST_SITE else site[:LONGEST_SITE] + "…")


def opening(title: str, school: str, main_attributes: str = "") -> str:
    """From the title to the beginning of what the page is about."""
    name = escape(school)
    return (
        f"<title>{escape(title)} – {name}</title></head><body>"
        '<a class="skip" href="#main">Skip to main content</a>'
        f'<header><p>{name}</p></header><main id="main"{main_attributes}>'
    )


def closing(school: str, below: str = "") -> str:
    """From the end of what the page is about; `below` is HTML that goes under it."""
    return f"</main><footer><p>Shown by the filter of {escape(school)}.</p>{below}</footer></body>"


def help_link(address: str, text: str, band: str = "") -> str:
    """A link to the school's own pages of help, in words for that age; nothing where nobody knows their address."""
    if not (address and text):
        return ""
    chosen = f"?for={escape(band)}" if band else ""
    return f'<p><a href="{escape(address)}/help/{chosen}">{escape(text)}</a></p>'


def help_lines(lines: Sequence[HelpLine], band: str, said: Mapping[str, str]) -> str:
    """Where to get help; the youngest get the first line alone."""
    few = lines[:1] if band == YOUNGEST else lines
    items = "".join(f"<li>{_help_line(one, young=band == YOUNGEST)}</li>" for one in few)
    return f"<h2>{escape(said['help_title'])}</h2><p>{escape(said['help_lead'])}</p><ul>{items}</ul>" if items else ""


def contact(person: Contact, title: str) -> str:
    role = f", {escape(person.role)}" if person.role else ""
    ways = [escape(person.phone)] if person.phone else []
    if person.email:
        ways.append(f'<a href="mailto:{escape(person.email)}">{escape(person.email)}</a>')
    reached = f"<br>{'<br>'.join(ways)}" if ways else ""
    return f"<h2>{escape(title)}</h2><p>{escape(person.name)}{role}{reached}</p>"


def document(language: str, css: str, body: str) -> str:
    """A whole page around what `compose` or `opening … closing` made."""
    return (
        f'<!DOCTYPE html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<meta name="referrer" content="no-referrer"><link rel="icon" href="data:,">'
        f"<style>{css}</style>{body}</html>"
    )


def simple(said: Mapping[str, str], school: str, extra: str = "", below: str = "") -> str:
    """A short page with a title, a lead and what to do next; `extra` and `below` are HTML that follow it."""
    return (
        f'{opening(said["title"], school)}<h1>{escape(said["title"])}</h1><p class="lead">{escape(said["lead"])}</p>'
        f"<p>{escape(said['next'])}</p>{extra}{closing(school, below)}"
    )


def _help_line(one: HelpLine, *, young: bool) -> str:
    name = f'<a href="{escape(one.url)}">{escape(one.name)}</a>' if one.url.startswith("https://") else escape(one.name)
    phone = f' <span class="phone">{escape(one.phone)}</span>' if one.phone else ""
    words = f'<br><span class="hint">{escape(one.words)}</span>' if one.words and not young else ""
    return f"{name}{phone}{words}"
