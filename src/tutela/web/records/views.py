"""Pages about the records of other filters."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tutela.web.core.rows import get_visible
from tutela.web.establishments.queries import is_monitoring_signed_off
from tutela.web.records import folder, forms, operations, queries
from tutela.web.records.models import LogImport
from tutela.web.records.uploads import ToFolder, Uploaded

LOGS_ON_A_PAGE = 25


@require_safe
def list_logs(request: HttpRequest) -> HttpResponse:
    """Every log that came in, newest first."""
    page = Paginator(queries.list_imports(request.actor), LOGS_ON_A_PAGE)
    chosen: Any = settings.TUTELA
    where = chosen.data / "inbox-logs"
    shown = {
        "page_obj": page.get_page(request.GET.get("page")),
        "where": where,
        "signed_off": is_monitoring_signed_off(request.establishment, timezone.now()),
    }
    return render(request, "records/logs.html", shown)


@csrf_exempt
def upload(request: HttpRequest) -> HttpResponse:
    """Ask for a log. What is sent goes to the disc piece by piece, so the token is checked after that is arranged."""
    request.upload_handlers = [ToFolder(request)]
    return _upload(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _upload(request: HttpRequest) -> HttpResponse:
    form = forms.Upload(request.POST or None, request.FILES or None)
    sent: Uploaded | None = request.FILES.get("log")
    if request.method == "POST":
        form = forms.Upload(request.POST, request.FILES)
        if form.is_valid() and sent is not None:
            row = operations.receive(
                actor=request.actor,
                at=timezone.now(),
                establishment=request.establishment,
                file_name=sent.name,
                place=sent.place,
                source=LogImport.Source.UPLOAD,
                size=sent.size,
                form=form.cleaned_data["form"],
                by_id=request.actor.person_id,
            )
            messages.success(request, _("The log has arrived. It is imported in the background."))
            return redirect("records:log", pk=row.pk)
        if sent is not None:
            sent.discard()
    return render(
        request,
        "records/upload.html",
        {"form": form, "title": _("Upload a log"), "save": _("Upload and import"), "back": reverse("records:logs")},
    )


@require_safe
def show_log(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far one log is, or what became of it."""
    log = get_visible(LogImport, request.actor, pk)
    return render(request, "records/log.html", {"log": log, "back": reverse("records:logs")})


@require_POST
def search_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look once more for what needs eyes."""
    operations.search_again(actor=request.actor, at=timezone.now(), pk=pk)
    messages.success(request, _("The log is searched again in the background. Nothing is found twice."))
    return redirect("records:log", pk=pk)


@require_safe
def bad_lines(request: HttpRequest, pk: UUID) -> StreamingHttpResponse:
    """Number and reason of every line that could not be read, as a file."""
    log = get_visible(LogImport, request.actor, pk)
    if not log.bad_lines or not (folder.results() / log.bad_lines_file).is_file():
        raise Http404
    response = StreamingHttpResponse(queries.read_bad_lines(log), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="bad-lines.txt"'
    return response
