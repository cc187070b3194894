"""Who has read a concern or a case."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.concerns import queries


@require_safe
def concern_readers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody who has read a concern, by itself or in its case."""
    receipt, readers = queries.list_concern_readers(actor=request.actor, concern_id=pk, at=timezone.now())
    back = reverse("concerns:concern", kwargs={"pk": pk})
    title = _("Who has seen concern %(receipt)s") % {"receipt": receipt}
    return render(request, "concerns/readers.html", {"title": title, "readers": readers, "back": back})


@require_safe
def case_readers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody who has read a case."""
    number, readers = queries.list_case_readers(actor=request.actor, case_id=pk, at=timezone.now())
    back = reverse("concerns:case", kwargs={"pk": pk})
    title = _("Who has seen case %(number)d") % {"number": number}
    return render(request, "concerns/readers.html", {"title": title, "readers": readers, "back": back})
