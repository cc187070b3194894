"""Recovery sheets: who holds one, a new one on paper, and opening a sealed case with two of them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tutela.web.backups import written
from tutela.web.concerns import operations, queries
from tutela.web.concerns.forms.recovering import SHEET, Sheets
from tutela.web.concerns.rules import NotAllowed
from tutela.web.concerns.views import form_page, posted
from tutela.web.core import restricted_keys


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """Who holds one."""
    held = restricted_keys.list_sheets(request.establishment.pk)
    context = {
        "sheets": held,
        "enough": len(held) >= restricted_keys.SHEETS_NEEDED,
        "waiting": operations.count_waiting(request.establishment),
        "breadcrumbs": [(_("Your account"), reverse("account"))],
        "has_own": any(one.holder_id == request.user.pk for one in held),
    }
    return render(request, "concerns/recovery_sheets.html", context)


@never_cache
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A sheet of one's own, shown this once to be printed."""
    private = operations.make_recovery_sheet(
        actor=request.actor, user=request.user, establishment=request.establishment, at=timezone.now()
    )
    context = {
        "lines": written.write(private, SHEET),
        "mark": written.mark(private),
        "made_at": timezone.now(),
        "back": reverse("concerns:recovery-sheets"),
    }
    return render(request, "concerns/recovery_sheet.html", context)


@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A sheet counts no more: it was lost, or whoever held it left."""
    ended = operations.end_recovery_sheet(
        actor=request.actor, establishment=request.establishment, sheet_id=pk, at=timezone.now()
    )
    if not ended:
        raise Http404
    messages.success(request, _("The sheet counts no more."))
    return redirect("concerns:recovery-sheets")


@form_page
def open_with_sheets(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a sealed case to oneself, who is named in it and has no key to it."""
    now = queries.get_case(request.actor, pk)
    if not operations.is_sealed(queries.get_readers(request.actor, pk).case):
        raise Http404
    form = Sheets(posted(request))
    if request.method == "POST" and form.is_valid():
        first, second = form.cleaned_data["first_secret"], form.cleaned_data["second_secret"]
        try:
            operations.open_with_sheets(actor=request.actor, case_id=pk, first=first, second=second, at=timezone.now())
        except NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The case is open to you. Whoever held the two sheets prints new ones."))
            return redirect("concerns:case", pk)
    title = _("Open with two recovery sheets")
    intro = _("Both who hold them bring their paper. What was typed here counts once: they print new ones afterwards.")
    context = {"form": form, "title": title, "caption": _("Case %(number)s") % {"number": now.number}, "intro": intro}
    return render(request, "core/question.html", context | {"save": _("Open the case")})
