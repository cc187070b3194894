"""Addresses of the reports."""

from django.utils.translation import gettext_lazy as _

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import FIGURES, route
from tutela.web.reports.views import filter_health, freedom, half_term, term_dates

READ, HEALTH, DATES = Permission.REPORT_READ, Permission.FILTER_HEALTH, Permission.ESTABLISHMENT_MANAGE

app_name = "reports"
urlpatterns = [
    route(
        "reports/half-term/",
        half_term.show_half_term,
        name="half-term",
        needs=READ,
        nav=_("Half-terms"),
        within=FIGURES,
    ),
    route("reports/half-term/pdf/", half_term.print_half_term, name="half-term-paper", needs=READ),
    route("reports/half-term/csv/<slug:table>/", half_term.save_table, name="half-term-table", needs=READ),
    route(
        "reports/filter/",
        filter_health.show_filter,
        name="filter",
        needs=HEALTH,
        nav=_("Filter figures"),
        within=FIGURES,
    ),
    route("reports/filter/pdf/", filter_health.print_filter, name="filter-paper", needs=HEALTH),
    route("reports/filter/csv/<slug:table>/", filter_health.save_table, name="filter-table", needs=HEALTH),
    route(
        "reports/monitoring/",
        freedom.show_answers,
        name="freedom",
        needs=READ,
        nav=_("Questions from outside"),
        within=FIGURES,
    ),
    route("reports/monitoring/pdf/", freedom.print_answers, name="freedom-paper", needs=READ),
    route("reports/monitoring/csv/<slug:table>/", freedom.save_table, name="freedom-table", needs=READ),
    route("reports/term-dates/", term_dates.choose_this_year, name="term-dates-now", needs=DATES),
    route("reports/term-dates/<int:year>/", term_dates.choose_term_dates, name="term-dates", needs=DATES),
]
