"""Pages that a frightened child can reach in one click from anywhere, signed in or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tutela.web.core.context import HARMLESS
from tutela.web.establishments import queries as establishments
from tutela.web.help import queries


@require_safe
def show_help(request: HttpRequest) -> HttpResponse:
    """Where to get help, in the words of an audience (`?for=7-11`)."""
    return _page(request, "help/help.html")


@require_safe
def show_blocking(request: HttpRequest) -> HttpResponse:
    """How to block and report, by kind of app."""
    return _page(request, "help/block.html", blocking=queries.get_blocking())


@require_safe
def show_monitored(request: HttpRequest) -> HttpResponse:
    """What is monitored on this network and why."""
    school = _school(request)["school"]
    return _page(request, "help/monitored.html", engines=queries.list_opened_search_engines(school))


@require_safe
def show_accessibility(request: HttpRequest) -> HttpResponse:
    """How far the pages can be used by everybody, and whom to tell where they cannot."""
    return render(request, "help/accessibility.html", _school(request))


def _page(request: HttpRequest, template: str, **more: object) -> HttpResponse:
    chosen = queries.get_audience(request.GET.get("for", queries.FALLBACK))
    school = _school(request)
    context = {
        "audiences": queries.list_audiences(),
        "chosen": chosen,
        "told": queries.get_told(chosen),
        "edition": queries.get_edition(),
        "exit_to": HARMLESS,
        **school,
        **_places(chosen, school["school"]),
        **more,
    }
    return render(request, template, context)


def _places(chosen: queries.Audience, school: object) -> dict[str, object]:
    nation = getattr(school, "nation", "")
    return {
        "helping": queries.list_places(chosen, nation, "help"),
        "reporting": queries.list_places(chosen, nation, "report"),
    }


def _school(request: HttpRequest) -> dict[str, object]:
    """The school and its contact; for people who have not signed in the first one here."""
    at = timezone.now()
    school = request.establishment or establishments.get_first_establishment()
    return {
        "school": school,
        "contact": establishments.get_named_contact(school, at=at) if school else None,
        "is_off": school is not None and not establishments.is_monitoring_signed_off(school, at),
    }
