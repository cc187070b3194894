"""What a page holds, as a browser would read it: its forms, what stands in them, and whatever else it says."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
WITH_ADDRESS = ("href", "src", "action", "formaction", "poster", "data")
SAFE_ADDRESS = re.compile(r"(/|#|\?|https?://|mailto:|tel:|[^:]*$)")
TYPED = {"text", "search", "email", "url", "tel", "textarea"}


@dataclass
class Input:
    """Something of a form that is sent with it; `kind` is the type of an input, "textarea" or "select"."""

    name: str
    kind: str
    value: str
    chosen: bool = True
    numeric: bool = False


@dataclass
class FormOnPage:
    """A form as the page has it. `action` is "" for the address of the page itself."""

    method: str
    action: str
    inputs: list[Input] = field(default_factory=list)

    @property
    def shape(self) -> tuple[str, ...]:
        return (self.method, *sorted({each.name for each in self.inputs}))

    @property
    def typed(self) -> list[str]:
        return [each.name for each in self.inputs if each.kind in TYPED and not each.numeric]


class Page(HTMLParser):
    """Reads one page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[FormOnPage] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.words: list[str] = []
        self.entered: list[Input] = []
        self._form: FormOnPage | None = None
        self._select: str = ""
        self._textarea: Input | None = None
        self._script = False
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """Everything that is read aloud or shown, its blanks as one."""
        return close_up("".join(self.words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        self.words.append("" if tag in ("b", "i", "em", "strong", "span", "mark", "wbr", "a") else " ")
        if tag == "form":
            self._form = FormOnPage(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(self._form)
        elif tag in ("script", "style"):
            self._script = True
        elif tag == "textarea":
            self._textarea = Input(given.get("name", ""), "textarea", "")
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._select:
            self._add(Input(self._select, "select", given.get("value", ""), "selected" in given))
        elif tag in ("input", "button") and given.get("name"):
            kind = given.get("type", "text") if tag == "input" else "button"
            value = given.get("value", "on" if kind in ("checkbox", "radio") else "")
            chosen = "checked" in given or kind not in ("checkbox", "radio")
            self._add(Input(given["name"], kind, value, chosen, "inputmode" in given))
            if kind not in ("checkbox", "radio", "button", "submit"):
                self.entered.append(Input(given["name"], kind, value))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in ("script", "style"):
            self._script = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._textarea:
            # a browser leaves out the line end right behind the tag
            self._textarea.value = self._textarea.value.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\n")
            self.entered.append(self._textarea)
            self._add(self._textarea)
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._script:
            self.scripts.append(data)
        elif self._textarea:
            self._textarea.value += data
        else:
            self.words.append(data)

    def _add(self, found: Input) -> None:
        if self._form is not None and found.name:
            self._form.inputs.append(found)


def faults_of(page: Page) -> list[str]:
    """What of a hostile string the page took for more than text."""
    faults = [f"an element <{tag}>" for tag, _ in page.elements if "hostile" in tag]
    for tag, given in page.elements:
        faults += [f"an attribute {name} of <{tag}>" for name in given if "hostile" in name]
        faults += [
            f"an action {name} of <{tag}>" for name, value in given.items() if name[:2] == "on" and "hostile" in value
        ]
        faults += [
            f"an address {given[name][:60]!r}"
            for name in WITH_ADDRESS
            if "hostile" in given.get(name, "") and not SAFE_ADDRESS.match(given[name])
        ]
    faults += ["a script" for script in page.scripts if "hostile" in script]
    faults += ["a template was worked out"] * ("1337" in page.text and "7*191" not in page.text)
    return faults


def is_whole_on(page: Page, text: str, mark: str) -> bool | None:
    """Whether a string that the page shows is there from its first to its last letter; None where it is not shown.

    Where each line is an answer of its own (a list of names), its line is looked for.
    """
    shown = page.text
    line = next(line for line in text.splitlines() if mark in line)
    return None if mark not in shown else close_up(text) in shown or (line != text and close_up(line) in shown)


def close_up(text: str) -> str:
    """The text with one blank for any that stand together, as a page shows it and a line of a register keeps it."""
    return re.sub(r"\s+", " ", text).strip()
