"""Pages that a frightened child can reach in one click from anywhere, signed in or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tutela.web.establishments import queries as establishments
from tutela.web.help import queries

# a child who leaves in a hurry lands where nobody asks questions
HARMLESS = "https://www.bbc.co.uk/weather"


def show_help(request: HttpRequest) -> HttpResponse:
    """Where to get help, in the words of an audience (`?for=7-11`)."""
    return _page(request, "help/help.html")


def show_monitored(request: HttpRequest) -> HttpResponse:
    """What is monitored on this network and why."""
    return _page(request, "help/monitored.html")


def show_accessibility(request: HttpRequest) -> HttpResponse:
    """How far the pages can be used by everybody, and whom to tell where they cannot."""
    return render(request, "help/accessibility.html", _school())


def _page(request: HttpRequest, template: str) -> HttpResponse:
    chosen = queries.get_audience(request.GET.get("for", "11-16"))
    guide = queries.get_guide()
    return render(request, template, {"guide": guide, "chosen": chosen, "exit_to": HARMLESS, **_school()})


def _school() -> dict[str, object]:
    """The school and its contact, also for people who have not signed in."""
    school = establishments.get_first_establishment()
    contact = establishments.get_named_contact(school, at=timezone.now()) if school else None
    return {"school": school, "contact": contact}
