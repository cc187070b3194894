"""Importing people: choose a file, look at what it would change, decide."""

import csv
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries
from tutela.web.establishments.forms.imports import HeldInMemory, UploadForm
from tutela.web.establishments.importing.columns import COLUMNS, BadHeader
from tutela.web.establishments.importing.reading import CannotRead
from tutela.web.establishments.models import PeopleImport
from tutela.web.establishments.operations import imports

ON_A_PAGE = 50
LOOK_AGAIN_SECONDS = 2
WORKER_IS_LATE_SECONDS = 30
OUTCOMES = ("refused", "changed", "new", "unchanged")


@csrf_exempt  # checked inside, once the handler is set that keeps the file off the disc: the check reads the form
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is held, and nothing is imported yet."""
    request.upload_handlers = [HeldInMemory(request)]
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST":
        form.full_clean()
        form.check_size(request.headers.get("Content-Length", ""))
        if form.is_valid() and request.POST.get("whole") != "yes":  # the last field of the form did not arrive
            form.add_error("file", _("The file did not arrive whole. Choose it again."))
        if form.is_valid() and (held := _hold(request, form)):
            return redirect("establishments:import", pk=held.pk)
    context = {
        "form": form,
        "kinds": [(key, PeopleImport.Kind(key).label, columns) for key, columns in COLUMNS.items()],
        "earlier": queries.list_imports(request.actor)[:10],
        "back": "/",
    }
    return render(request, "establishments/import_upload.html", context)


def _hold(request: HttpRequest, form: UploadForm) -> PeopleImport | None:
    file = form.cleaned_data["file"]
    try:
        return imports.hold_file(
            actor=request.actor,
            at=timezone.now(),
            establishment=request.establishment,
            name=file.name,
            content=file.read(),
            kind=form.cleaned_data["kind"],
        )
    except imports.AnotherImport as busy:
        messages.warning(
            request,
            _("%(name)s is importing a file already. Finish or drop that one first. Nothing of yours was kept.")
            % {"name": busy.other.uploaded_by or _("Somebody")},
        )
        return busy.other
    except (CannotRead, BadHeader) as bad:
        form.add_error("file", str(bad))
        return None


@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far an import is; then what it would change; then what it did."""
    held = get_visible(PeopleImport, request.actor, pk)
    context: dict[str, Any] = {"held": held, "back": "/people/import/"}
    if held.state in (PeopleImport.State.CHECKING, PeopleImport.State.WRITING):
        waited = (timezone.now() - held.uploaded_at).total_seconds()
        context["late"] = held.lines_done == 0 and waited > WORKER_IS_LATE_SECONDS
        answer = render(request, "establishments/import_progress.html", context)
        answer["Refresh"] = str(LOOK_AGAIN_SECONDS)
        return answer
    told = queries.get_outcome(held)
    shown = _shown(request, held)
    if shown == "missing":
        rows: list[Any] = queries.list_missing(request.actor, held, set(told["seen"]))
    else:
        rows = [row for row in told["rows"] if row["outcome"] == shown]
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context |= {"page_obj": page, "shown": shown, "groups": told["groups"], "tabs": _tabs(held)}
    return render(request, "establishments/import_shown.html", context)


def _shown(request: HttpRequest, held: PeopleImport) -> str:
    """Which rows to show: those asked for, else the first kind of which there are some."""
    asked = request.GET.get("show", "")
    if asked in (*OUTCOMES, "missing"):
        return asked
    return next((outcome for outcome in OUTCOMES if getattr(held, outcome)), "new")


def _tabs(held: PeopleImport) -> list[tuple[str, str, int | None]]:
    tabs: list[tuple[str, str, int | None]] = [
        ("refused", _("Refused"), held.refused),
        ("changed", _("Changed"), held.changed),
        ("new", _("New"), held.new),
        ("unchanged", _("Unchanged"), held.unchanged),
    ]
    if held.kind != PeopleImport.Kind.GROUPS:
        tabs.append(("missing", _("Not in this file"), None))
    return tabs if held.state == PeopleImport.State.CHECKED else tabs[:1]


@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Import what was shown."""
    return _decide(request, pk, imports.confirm_import)


@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Import nothing, forget the file."""
    return _decide(request, pk, imports.drop_import)


def _decide(request: HttpRequest, pk: UUID, decision: Any) -> HttpResponse:
    held = get_visible(PeopleImport, request.actor, pk)
    try:
        decision(actor=request.actor, at=timezone.now(), held=held)
    except imports.NotWaiting:
        messages.warning(request, _("Somebody decided on this file already."))
    return redirect("establishments:import", pk=held.pk)


@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty file with the first row of its kind."""
    if kind not in COLUMNS:
        raise Http404
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    answer.write("\ufeff")  # so that spreadsheets take it for UTF-8
    csv.writer(answer).writerow([column.key for column in COLUMNS[kind]])
    return answer


@require_safe
def faults(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was refused, as a file to work from; no cell of it can run as a formula."""
    held = get_visible(PeopleImport, request.actor, pk)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="refused.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow([_("Row"), _("Name"), _("Column"), _("What is wrong"), _("What to do")])
    for row in queries.get_outcome(held)["rows"]:
        for fault in row.get("faults", ()):
            writer.writerow([row["row"], *(neutral(cell) for cell in (row["name"], *fault))])
    return answer


def neutral(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would run it."""
    return f"'{cell}" if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "|")) else cell
