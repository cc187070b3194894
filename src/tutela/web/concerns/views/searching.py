"""Searching in concerns and cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from tutela.web.concerns import queries, words
from tutela.web.concerns.forms.searching import Search
from tutela.web.concerns.views import form_page, posted


@form_page
def search(request: HttpRequest) -> HttpResponse:
    """What is looked for is sent, never part of an address: addresses stay in histories and logs."""
    form = Search(posted(request))
    read = None
    if request.method == "POST" and form.is_valid():
        read = queries.search(actor=request.actor, asked=form.cleaned_data["words"], at=timezone.now())
    found = [
        {
            "hit": hit,
            "where": words.FOUND_IN[hit.where],
            "url": reverse(f"concerns:{hit.kind}", kwargs={"pk": hit.id}),
        }
        for hit in (read.found if read else ())
    ]
    return render(request, "concerns/search.html", {"form": form, "read": read, "found": found})
