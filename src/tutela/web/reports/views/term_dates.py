"""When half-terms begin, for whoever looks after the establishment's own dates."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tutela.web.establishments.queries import local_day
from tutela.web.reports import operations
from tutela.web.reports.forms import EnterTermDates
from tutela.web.reports.queries import calendar
from tutela.web.reports.rules.periods import year_name


@require_http_methods(["GET", "HEAD", "POST"])
def choose_term_dates(request: HttpRequest, year: int) -> HttpResponse:
    """The six first days of one school year, as they usually are or as somebody entered them."""
    days = calendar.get_calendar(request.actor, request.establishment.nation)
    at = timezone.now()
    this = days.year_of(local_day(request.establishment, at))
    if year not in (this, this + 1):
        raise Http404
    keys = [half.key.replace("-", "_") for half in days.halves]
    initial = dict(zip(keys, days.starts(year), strict=True))
    form = EnterTermDates(request.POST or None, halves=days.halves, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.choose_term_dates(actor=request.actor, at=at, year=year, starts=form.starts())
        except operations.BadDates as error:
            for key, words in zip(keys, error.messages, strict=True):
                if words:
                    form.add_error(key, words)
        else:
            messages.success(request, _("Saved with your name."))
            return redirect("reports:term-dates", year=year)
    other = this if year != this else this + 1
    context: dict[str, Any] = {
        "form": form,
        "year": year_name(year),
        "is_chosen": year in days.chosen,
        "other": other,
        "other_name": year_name(other),
    }
    return render(request, "reports/term_dates.html", context)


def choose_this_year(request: HttpRequest) -> HttpResponse:
    """The dates of the school year that runs."""
    days = calendar.get_calendar(request.actor, request.establishment.nation)
    return redirect("reports:term-dates", year=days.year_of(local_day(request.establishment, timezone.now())))
