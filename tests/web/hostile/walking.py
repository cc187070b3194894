"""Every form that anybody can open, sent with hostile strings in each of its text fields, and looked at again."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.permissions import golden
from tests.permissions.objects import Relation, all_objects
from tests.permissions.test_golden_table import PERSONAS, ROUTES, _browser, app_of, relations, undone
from tests.web.hostile import strings
from tests.web.hostile.reading import FormOnPage, Input, Page, close_up, faults_of, is_whole_on

DEEP = 5
"""So many pages are followed from one form to the next."""
MILD = ("Plain words", "12", "https://school.example/page", "name@school.example", "10:00")
"""What a field is given that refuses a hostile string, so that the others of its form are not refused with it."""
NO_TEXT = {"account_logout", "set_language"}
MOST_KEPT = 10_000
"""A draft is cut where it is longer than any answer may be: what is beyond could not be sent either."""
NOT_AS_TYPED = {
    ("policies", "text"): "what is pasted from Word is read as the markup that it is, and cleaned (policies/texts)",
    ("policies", "gap_"): "the same",
    ("policies:clause", "title"): "a heading is cleaned as the text below it is, and what stands in braces is a gap",
    ("policies:add-clause", ""): "what stands in braces is a gap to be filled, and is shown in brackets",
    ("filters:add-time", "name"): "becomes a word of the rules of the gateway, which knows small letters and figures",
    ("filters", "address"): "is read as the address of a site; what is wrong is quoted in part",
}
"""Fields that keep something else than was typed: the address that they are sent to, how their name begins, and why."""


@dataclass
class Found:
    """What the walk came to."""

    sent: int = 0
    accepted: int = 0
    shown_again: int = 0
    forms: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    fields: set[tuple[str, str]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)


@contextmanager
def bound_forms() -> Iterator[list[forms.BaseForm]]:
    """The forms that were checked meanwhile, as the views have them."""
    seen: list[forms.BaseForm] = []
    check = forms.BaseForm.full_clean

    def noted(form: forms.BaseForm) -> None:
        check(form)
        if form.is_bound and not any(form is other for other in seen):
            seen.append(form)

    forms.BaseForm.full_clean = noted  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        forms.BaseForm.full_clean = check  # type: ignore[method-assign]


class Walk:
    """Goes through the addresses of an app, or of all; `templates` is what fields are filled with, in turn."""

    def __init__(self, sign_in: Callable[..., Client], templates: tuple[str, ...], *, rounds: int) -> None:
        self.sign_in, self.templates, self.rounds = sign_in, templates, rounds
        self.table, self.browsers = golden.read(), {}  # type: ignore[var-annotated]
        self.number, self.turn = 0, 0
        self.found = Found()
        self.relation: Relation | None = None

    def go(self, names: list[str]) -> Found:
        for name in names:
            able = [each for each in PERSONAS if self._cell(name, each)[0] == "o"]
            for persona in able:
                self.browser(persona)  # outside of what is undone, since that would sign everybody out again
            self.relation = self.relation or relations()[0]
            with undone():
                self._visit_address(name, able)
        return self.found

    def browser(self, persona: str) -> Client:
        if persona not in self.browsers:
            self.browsers[persona] = _browser(self.sign_in, persona)
        return self.browsers[persona]

    def _cell(self, name: str, persona: str) -> str:
        relation = "own" if "<" in ROUTES[name].address else "any"
        return self.table.get((name, relation), {}).get(persona, "--")

    def _visit_address(self, name: str, able: list[str]) -> None:
        has_object = "<" in ROUTES[name].address
        if not able:
            return
        if has_object:
            assert self.relation
            parameters = all_objects()[name](self.relation)
            if parameters is None:
                return
            url = reverse(name, kwargs=parameters)
        else:
            url = reverse(name)
        before = len(self.found.forms)
        for persona in able:
            browser = self.browser(persona)
            cookies = browser.cookies.output()
            self._visit_page(browser, url, 0)
            browser.cookies.clear()
            browser.cookies.load(cookies.replace("Set-Cookie: ", ""))
            if len(self.found.forms) > before:
                return

    def _visit_page(self, browser: Client, url: str, depth: int) -> None:
        answer = self._ask(browser, "get", url)
        if answer is None or not _is_page(answer):
            return
        for form in Page(answer.content.decode()).forms:
            action = urljoin(url, form.action or url)
            try:
                name = resolve(urlsplit(action).path).view_name
            except Resolver404:
                self.found.faults.append(f"{url}: a form goes to {action}, which is no page")
                continue
            key = (name, form.shape)
            is_idle = not form.typed and (form.method == "get" or depth > 0)
            if key in self.found.forms or name in NO_TEXT or is_idle:
                continue
            self.found.forms.add(key)
            for _ in range(self.rounds if form.typed else 1):
                with undone():
                    self._send(browser, url, name, form, action, depth)

    def _send(self, browser: Client, url: str, name: str, form: FormOnPage, action: str, depth: int) -> None:
        mild: dict[str, str] = {}
        for attempt in range(len(MILD) + 1 if self.rounds > 1 else 2):
            data, sent = self._filled(form, mild)
            self.found.sent += len(sent)
            self.found.fields |= {(name, each) for each in sent}
            with bound_forms() as checked:
                answer = self._ask(browser, form.method, action, data)
            if answer is None:
                return
            self._hold_against(name, checked, sent)
            if _is_page(answer):
                self._look_at(f"{name} answers", answer, sent)
            wrong = {form.add_prefix(each) for form in checked for each in form.errors}
            if not sent or answer.status_code in (301, 302) or not wrong or attempt == len(MILD):
                break
            for each in wrong & (set(sent) | set(mild)):
                mild[each] = MILD[min(attempt, len(MILD) - 1)]
            for form_checked in checked:
                for each, asked in form_checked.fields.items():
                    if each in form_checked.errors and not isinstance(asked, forms.CharField):
                        mild |= _of_kind(form_checked.add_prefix(each), asked, attempt)
        if answer.status_code not in (301, 302):
            return
        self.found.accepted += len(sent)
        again = self._ask(browser, "get", url)
        if again is not None and _is_page(again):
            self._look_at(f"{name} afterwards at {url}", again, sent, edits=True)
        onward = urljoin(action, answer["Location"])
        if urlsplit(onward).netloc not in ("", "testserver"):
            return
        onward = urlsplit(onward)._replace(scheme="", netloc="").geturl()
        if depth < DEEP and urlsplit(onward).path != urlsplit(url).path:
            landed = self._ask(browser, "get", onward)
            if landed is not None and _is_page(landed):
                self._look_at(f"{name} leads to {onward}", landed, sent)
                self._visit_page(browser, onward, depth + 1)

    def _ask(self, browser: Client, method: str, url: str, data: dict[str, Any] | None = None) -> HttpResponse | None:
        try:
            answer = getattr(browser, method)(url, data)
        except Exception as error:  # whatever it is, a user would have seen the page of a fault of ours
            self.found.faults.append(f"{method} {url}: {type(error).__name__} {str(error)[:160]}")
            return None
        self.found.answers[answer.status_code] += 1
        if answer.status_code >= 500:
            self.found.faults.append(f"{method} {url}: {answer.status_code}")
            return None
        return answer

    def _filled(self, form: FormOnPage, mild: dict[str, str]) -> tuple[dict[str, Any], dict[str, tuple[str, str]]]:
        data: dict[str, Any] = {}
        sent: dict[str, tuple[str, str]] = {}
        buttons = 0
        for each in form.inputs:
            name = each.name
            if name in mild:
                data[name] = mild[name]
            elif name in form.typed:
                self.turn += 1
                self.number += 1
                sent[name] = strings.marked(self.templates[self.turn % len(self.templates)], self.number)
                data[name] = sent[name][0]
            elif each.kind == "file":
                data[name] = SimpleUploadedFile("a.txt", b"Some words.", "text/plain")
            elif each.kind in ("button", "submit"):
                if not buttons and each.value:
                    data[name] = each.value
                buttons += 1
            elif each.numeric:
                data[name] = each.value or _day_part(name) or "5"
            elif each.kind in ("radio", "checkbox", "select"):
                if each.value and (each.chosen or name not in data):
                    data[name] = each.value
            else:
                data[name] = each.value
        return data, sent

    def _hold_against(self, name: str, checked: list[forms.BaseForm], sent: dict[str, tuple[str, str]]) -> None:
        """What a form keeps is what was sent; what it refuses is refused in words."""
        for form in checked:
            for each, asked in form.fields.items():
                html_name = form.add_prefix(each)
                if html_name not in sent or not isinstance(asked, forms.CharField) or _is_reworded(name, html_name):
                    continue
                text = sent[html_name][0]
                if each in form.errors:
                    said = " ".join(form.errors[each])
                    if "\0" in text and "cannot be kept" not in said:
                        self.found.faults.append(f"{name}.{each}: NUL is refused with {said[:80]!r}")
                elif "\0" in text:
                    self.found.faults.append(f"{name}.{each} took a NUL")
                elif type(form.cleaned_data.get(each)) is str:
                    wanted = strings.kept(text) if asked.strip else text
                    if form.cleaned_data[each] != wanted and not _is_password(asked):
                        got = form.cleaned_data[each]
                        self.found.faults.append(f"{name}.{each} kept {got[:60]!r} of {wanted[:60]!r}")

    def _look_at(
        self, where: str, answer: HttpResponse, sent: dict[str, tuple[str, str]], *, edits: bool = False
    ) -> None:
        page = Page(answer.content.decode())
        self.found.faults += [f"{where}: {fault}" for fault in faults_of(page)]
        for name, (text, mark) in sent.items():
            if _is_reworded(where, name):
                continue
            if edits:
                for entered in page.entered:
                    if entered.name == name and mark in entered.value and not _is_same(entered, text):
                        self.found.faults.append(f"{where}: {name} holds {entered.value[:80]!r}")
            whole = is_whole_on(page, text, mark)
            self.found.shown_again += whole is not None
            if whole is False:
                at = page.text.index(mark)
                self.found.faults.append(f"{where}: of {text[:70]!r} there is {page.text[max(0, at - 40) : at + 60]!r}")


def _is_reworded(where: str, name: str) -> bool:
    return any(address in where and name.startswith(one) for address, one in NOT_AS_TYPED)


def _is_same(entered: Input, text: str) -> bool:
    """Letter by letter; where there is one line, any blanks may have become one."""
    if len(entered.value) >= MOST_KEPT:
        return strings.kept(text).startswith(strings.kept(entered.value))
    if entered.kind == "textarea":
        return strings.kept(entered.value) == strings.kept(text)
    return close_up(entered.value) == close_up(text)


def _of_kind(name: str, asked: forms.Field, attempt: int) -> dict[str, str]:
    """An answer that a field of this kind may take."""
    from tutela.web.core.forms import DateField

    if isinstance(asked, DateField):
        day = date.today() + timedelta(days=(-1, 30, 0, 7, 1)[attempt % 5])
        return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}
    if isinstance(asked, forms.TimeField):
        return {name: ("10:00", "1am")[attempt % 2]}
    if isinstance(asked, forms.IntegerField):
        return {name: ("12", "1", "50", "100")[attempt % 4]}
    choices = [str(value) for value, _ in getattr(asked, "choices", ()) if not isinstance(value, bool) and str(value)]
    return {name: choices[attempt % len(choices)]} if choices else {}


def _day_part(name: str) -> str:
    part = re.search(r"_([012])$", name)
    yesterday = date.today() - timedelta(days=1)
    return "" if part is None else str((yesterday.day, yesterday.month, yesterday.year)[int(part[1])])


def _is_password(asked: forms.Field) -> bool:
    return isinstance(asked.widget, forms.PasswordInput)


def _is_page(answer: HttpResponse) -> bool:
    return "text/html" in answer.get("Content-Type", "") and not answer.streaming


def names(app: str = "") -> list[str]:
    return sorted(name for name in ROUTES if not app or app_of(name) == app)
