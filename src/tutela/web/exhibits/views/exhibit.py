"""One exhibit: its page, and opening it, each time with a reason that is written down first."""

import base64
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.forms import Form
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.exhibits import apart, forms, kinds, operations, queries, rules, scanner, words
from tutela.web.exhibits.operations import Opened
from tutela.web.exhibits.queries import ExhibitRead
from tutela.web.exhibits.vault import Damaged
from tutela.web.exhibits.views import show

SANDBOX = "sandbox; default-src 'none'"
FAULTS = (apart.CannotLook, Damaged, OSError, rules.NotNow)


@require_safe
def exhibit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is known of it, and its ledger. Nothing of the file itself."""
    at = timezone.now()
    read = queries.read_exhibit(actor=request.actor, exhibit_id=pk, at=at)
    asked = read.line(rules.TO_DESTROY)
    tutela = settings.TUTELA
    waits = ""
    if read.standing == rules.QUARANTINE:
        waits = words.SCANNER[scanner.state(tutela.exhibit_scanner, at=at, oldest_days=tutela.exhibit_scanner_days)]
    context = {
        **show(read),
        "lines": [(line, words.CUSTODY[line.kind]) for line in read.lines],
        "waits": waits,
        "can_open": rules.may_open(read.standing),
        "can_show": rules.may_open(read.standing) and is_shown(read),
        "is_timed": read.kind in ("chat", "table", "json"),
        "can_lock": rules.may_lock(read.standing),
        "may_write": request.actor.may(Permission.CONCERN_WRITE),
        "asked": asked,
        "may_approve": rules.may_approve(read.standing, asked.by_id if asked else None, request.actor.person_id),
        "back": reverse("exhibits:of-case", args=[read.case_id]),
    }
    return render(request, "exhibits/exhibit.html", context)


@form_page
def view(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show it once, after a reason: a picture made anew, a conversation as a table, a text as text."""
    at = timezone.now()
    read = _open_or_404(request, pk, at)
    if not is_shown(read):
        raise Http404
    form = forms.Why(posted(request))
    shown: dict[str, Any] = {}

    def open_it(answers: dict[str, Any]) -> None:
        opened = operations.open_exhibit(
            actor=request.actor, exhibit_id=pk, kind=rules.VIEWED, why=answers["why"], at=at
        )
        shown.update(look_at(opened))

    if was_shown(form, open_it):
        context = {**show(read), **shown, "back": reverse("exhibits:exhibit", args=[pk])}
        return render(request, "exhibits/view.html", context)
    return _question(request, read, form, _("View exhibit %(number)d"), _("View it once"))


@form_page
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The original bytes as a file to keep elsewhere, after a reason."""
    at = timezone.now()
    read = _open_or_404(request, pk, at)
    form = forms.Why(posted(request))
    made: list[Opened] = []

    def open_it(answers: dict[str, Any]) -> None:
        operations.check_whole(actor=request.actor, exhibit_id=pk)
        made.append(
            operations.open_exhibit(actor=request.actor, exhibit_id=pk, kind=rules.EXPORTED, why=answers["why"], at=at)
        )

    if was_saved(form, open_it):
        try:
            return as_file(read, begun(made[0].read()))
        except rules.NotNow as locked:  # since the line was written
            form.add_error(None, str(locked))
        except (Damaged, OSError):
            form.add_error(None, _("Its sealed file cannot be read any longer, so nothing was saved"))
    return _question(request, read, form, _("Save exhibit %(number)d as a file"), _("Save the file"))


@form_page
def redact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A copy with something taken out. The picture with its squares is shown, so a reason is asked first."""
    at = timezone.now()
    read = _open_or_404(request, pk, at)
    if not is_shown(read):
        raise Http404
    is_picture = read.kind in kinds.PICTURES
    ask = forms.RedactPicture if is_picture else forms.RedactText
    is_opening = request.method == "POST" and "open" in request.POST
    form: Form = ask(None if is_opening else posted(request))
    first, shown, made = forms.Why(posted(request) if is_opening else None), {}, []
    if is_picture and (is_opening or request.method != "POST"):

        def open_it(answers: dict[str, Any]) -> None:
            opened = operations.open_exhibit(
                actor=request.actor, exhibit_id=pk, kind=rules.VIEWED, why=answers["why"], at=at
            )
            shown.update(look_at(opened, squares=True))

        if not was_shown(first, open_it):
            return _question(
                request, read, first, _("Take parts out of exhibit %(number)d"), _("Show it with squares"), name="open"
            )

    def make(answers: dict[str, Any]) -> None:
        made.append(_make(request, pk, read, answers, at))

    if was_shown(form, make):
        messages.success(request, _("The copy is made. The original stays as it came."))
        return redirect("exhibits:exhibit", pk=made[0].pk)
    context = {
        **show(read), **shown,
        "form": form,
        "title": _("Take parts out of exhibit %(number)d") % {"number": read.number},
        "back": reverse("exhibits:exhibit", args=[pk]),
    }  # fmt: skip
    return render(request, "exhibits/redact.html", context)


@form_page
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that it was given to the police or another body."""
    at = timezone.now()
    read = queries.read_exhibit(actor=request.actor, exhibit_id=pk, at=at)
    form = forms.HandOver(posted(request))

    def note(answers: dict[str, Any]) -> None:
        operations.hand_over(actor=request.actor, exhibit_id=pk, words=answers["words"], at=at)

    if was_saved(form, note):
        messages.success(request, _("Noted in the ledger and in the chronology."))
        return redirect("exhibits:exhibit", pk=pk)
    return _question(request, read, form, _("Hand over exhibit %(number)d"), _("Note it"))


def is_shown(read: ExhibitRead) -> bool:
    """Whether a page can show this kind at all."""
    return read.kind in kinds.PICTURES or read.kind in kinds.TEXTS


def look_at(opened: Opened, *, squares: bool = False) -> dict[str, Any]:
    """What a page shows of an opened exhibit. Raises what `FAULTS` lists."""
    one = opened.exhibit
    told, made = apart.look({"do": "show", "kind": one.kind, "zone": one.zone, "squares": squares}, opened.read())
    if one.kind in kinds.PICTURES:
        return {"picture": f"data:image/png;base64,{base64.b64encode(made).decode()}", **_sizes(told)}
    rows = [
        (datetime.fromisoformat(at).strftime("%d %B %Y, %H:%M").lstrip("0") if at else "", written, who, text)
        for at, written, who, text in told.get("rows", ())
    ]
    return {"rows": rows, "text": made.decode(), "is_cut": bool(told.get("is_cut"))}


def was_shown(form: Form, show_it: Any) -> bool:
    """As `was_saved`, where looking into a file may also fail: said above the form."""

    def tried(answers: dict[str, Any]) -> None:
        try:
            show_it(answers)
        except FAULTS as fault:
            if isinstance(fault, rules.NotNow):
                raise
            raise rules.NotNow(_("It cannot be shown: the file is damaged, too large or too intricate")) from fault

    return was_saved(form, tried)


def begun(content: Iterator[bytes]) -> Iterator[bytes]:
    """The same, with its first bytes read already: what cannot begin is said on a page. Raises `Damaged`, OSError."""
    first = next(content)
    return chain([first], content)


def as_file(read: ExhibitRead, content: Iterator[bytes]) -> StreamingHttpResponse:
    """Bytes that no browser shows, under a name of ours."""
    response = StreamingHttpResponse(content, content_type="application/octet-stream")
    name = f"exhibit-{read.number}-{read.sha256[:8]}.{kinds.ENDINGS[read.kind]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Content-Length"] = str(read.size_bytes)
    return response


def _make(request: HttpRequest, pk: UUID, read: ExhibitRead, answers: dict[str, Any], at: datetime) -> Any:
    opened = operations.open_exhibit(actor=request.actor, exhibit_id=pk, kind=rules.VIEWED, why=answers["why"], at=at)
    if read.kind in kinds.PICTURES:
        task: dict[str, Any] = {"boxes": answers["squares"]}
    else:
        task = {"words": answers["hide"]}
    told, made = apart.look({"do": "redact", "kind": read.kind, **task}, opened.read())
    if not told["count"]:
        raise rules.NotNow(_("None of these words stands in it, so no copy was made"))
    what = (
        _("Squares %(squares)s") % {"squares": request.POST.get("squares", "")[:300]}
        if read.kind in kinds.PICTURES
        else _("%(count)d places in the text") % {"count": told["count"]}
    )
    return operations.make_copy(
        actor=request.actor, exhibit_id=pk, made=made, kind=told["kind"], why=answers["why"], what=what, at=at
    )


def _sizes(told: dict[str, Any]) -> dict[str, int]:
    return {"width": int(told["width"]), "height": int(told["height"])}


def _open_or_404(request: HttpRequest, pk: UUID, at: datetime) -> ExhibitRead:
    """What is known of it; one that may not be opened has no such page."""
    read = queries.read_exhibit(actor=request.actor, exhibit_id=pk, at=at)
    if not rules.may_open(read.standing):
        raise Http404
    return read


def _question(
    request: HttpRequest, read: ExhibitRead, form: Form, title: str, button: str, *, name: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "title": title % {"number": read.number},
        "caption": read.about[:120],
        "save": button,
        "name": name,
        "back": reverse("exhibits:exhibit", args=[read.id]),
    }
    return render(request, "exhibits/why.html", context)
