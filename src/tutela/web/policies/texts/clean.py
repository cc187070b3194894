"""Text that was pasted from a word processor or a web page becomes the plain text that clauses are written in."""

import re
from html import unescape
from html.parser import HTMLParser

MARKUP = re.compile(
    r"</?(?:p|div|span|br|ul|ol|li|b|strong|i|em|a|h[1-6]|table|tr|td|font|o:p|html|body|style|script)\b", re.IGNORECASE
)
ELSEWHERE = ("https://", "http://", "mailto:")
"""How an address begins that leads to another site, or to a letter."""
NOT_READ = frozenset({"style", "script", "head", "title", "xml"})
PARTED = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "ul", "ol", "blockquote", "section"})
BULLETS = re.compile(r"^[ \t]*[•·▪‣◦\uf0b7\uf0a7][ \t\u00a0]*", re.MULTILINE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.unread = 0
        self.link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_READ:
            self.unread += 1
        elif tag == "li":
            self.said.append("\n- ")
        elif tag == "br":
            self.said.append("\n")
        elif tag in PARTED:
            self.said.append("\n\n")
        elif tag in ("td", "th"):
            self.said.append(" ")
        elif tag == "a":
            self.link = dict(attrs).get("href") or ""
            if self.link.startswith(ELSEWHERE):
                self.said.append("[")

    def handle_endtag(self, tag: str) -> None:
        if tag in NOT_READ:
            self.unread = max(0, self.unread - 1)
        elif tag in PARTED:
            self.said.append("\n\n")
        elif tag == "a":
            if self.link.startswith(ELSEWHERE):
                self.said.append(f"]({self.link.replace(' ', '%20')})")
            self.link = ""

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.said.append(re.sub(r"[ \t\r\n]+", " ", data))


def clean(text: str) -> str:
    """Plain text with its paragraphs, lists and links; what is not markup stays as it was typed."""
    if MARKUP.search(text):
        reader = _Reader()
        reader.feed(text)
        reader.close()
        text = "".join(reader.said)
    elif re.search(r"&(?:nbsp|amp|lt|gt|quot|#\d+);", text):
        text = unescape(text)
    text = text.replace("\r\n", "\n").replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")
    text = BULLETS.sub("- ", text)
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
    text = re.sub(r"[ \t]+\n", "\n", re.sub(r"\n[ \t]+(?![-*\d])", "\n", text))
    text = re.sub(r"\n\s*\n(- )", r"\n\1", text) if "\n- " in text else text
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]{2,}", " ", text)).strip()
