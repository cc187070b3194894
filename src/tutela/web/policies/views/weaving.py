"""How being safe online is woven into the documents that people follow."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tutela.web.core.permissions import Permission
from tutela.web.policies import queries, words


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Each document with the clauses that lean on it; what is missing first."""
    woven = queries.read_map(request.actor, request.establishment)
    shown = {
        "threads": [(one, one.named.title if one.named else words.in_words(one.slug)) for one in woven.threads],
        "missing": len(woven.missing) + (not woven.contracts),
        "contracts": woven.contracts,
        "may_write": request.actor.may(Permission.POLICY_WRITE),
        "back": reverse("policies:list"),
    }
    return render(request, "policies/map.html", shown)
