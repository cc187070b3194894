"""The page on which the safeguarding team talks with whoever told us."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tutela.web.concerns.queries import outside
from tutela.web.core.actor import AnyActor
from tutela.web.worries import forms, operations, pages, queries
from tutela.web.worries.views import posted


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What they wrote, what we answered, and a box for an answer. Reading it is in the audit."""
    at = timezone.now()
    found = queries.read_talk(actor=request.actor, concern_id=pk, at=at)
    if found is None:
        raise Http404
    form = forms.Answer(posted(request))
    if request.method == "POST" and form.is_valid():
        operations.answer(actor=request.actor, concern_id=pk, text=form.cleaned_data["text"], at=at)
        messages.success(
            request, _("Your answer waits for them. They see it when they come back with their six words.")
        )
        return redirect("worries:talk", pk=pk)
    version = pages.get_version(found.version)
    back = outside.address_of(request.actor, pk)
    context = {"form": form, "talk": found, "version": version, "back": back}
    return render(request, "worries/talk.html", context)


def words_beside(actor: AnyActor, concern_id: UUID) -> str:
    """The words of the link on the page of a concern; none where nobody can be answered."""
    waiting = queries.count_waiting(actor, concern_id)
    if waiting is None:
        return ""
    if not waiting:
        return str(_("Write to whoever told us"))
    return ngettext(
        "Read %(number)d new message from whoever told us", "Read %(number)d new messages from whoever told us", waiting
    ) % {"number": waiting}
