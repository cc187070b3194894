"""Writing down a concern where there is no connection: a page that a device keeps, and the way back to the server."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tutela.web.concerns import operations, queries
from tutela.web.concerns.forms import report as ask
from tutela.web.concerns.views.report import PARTNER, next_address

DRAWN_WITH = (
    "vendor/govuk-frontend.min.css",
    "vendor/moj-frontend.min.css",
    "vendor/govuk-frontend.min.js",
    "vendor/moj-frontend.min.js",
    "core/look.css",
    "core/look.js",
    "core/mark.svg",
    "concerns/offline.js",
)


@require_safe
def show_page(request: HttpRequest) -> HttpResponse:
    """The page itself, the same for everybody who works here: a device keeps it, and nothing on it says whose it is."""
    is_partner = PARTNER in request.actor.roles
    context = {"is_partner": is_partner, "most_letters": ask.MOST_LETTERS, "back": reverse("concerns:report")}
    return render(request, "concerns/report/offline.html", context)


@require_safe
def show_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page on the device; a new one whenever what the page is drawn with has changed."""
    files = [static(name) for name in DRAWN_WITH]
    version = sha256("\n".join(files).encode()).hexdigest()[:12]
    context = {"page": reverse("concerns:offline"), "files": files, "version": version}
    return render(request, "concerns/report/offline_worker.js", context, content_type="text/javascript")


@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """What was sealed on a device becomes one's draft on the server; where to go on with it, as {"next": address}.

    A device that did not hear the answer sends it again under the same number, and it stays one draft and one report.
    """
    form = ask.FromDevice(request.POST)
    if not form.is_valid():
        says = " ".join(str(error) for found in form.errors.values() for error in found)
        return JsonResponse({"says": says}, status=400)
    at, draft_id = timezone.now(), form.cleaned_data["id"]
    if queries.get_own_report(request.actor, draft_id):
        return JsonResponse({"next": reverse("concerns:sent", kwargs={"pk": draft_id})})
    answers = form.answers() | {"is_partner": PARTNER in request.actor.roles}
    try:
        draft = operations.take_in_draft(actor=request.actor, draft_id=draft_id, answers=answers, at=at)
    except operations.TakenByOthers as error:
        raise Http404 from error
    return JsonResponse({"next": next_address(draft.pk, queries.read_answers(draft))})
