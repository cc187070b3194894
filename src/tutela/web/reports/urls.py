"""Addresses of the reports."""

from django.utils.translation import gettext_lazy as _

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import FIGURES, route
from tutela.web.reports.views import filter_health, freedom, groups, half_term, safeguarding, term_dates

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
    route(
        "reports/safeguarding/",
        safeguarding.show_figures,
        name="safeguarding",
        needs=READ,
        nav=_("Safeguarding figures"),
        within=FIGURES,
    ),
    route("reports/safeguarding/pdf/", safeguarding.print_figures, name="safeguarding-paper", needs=READ),
    route("reports/safeguarding/csv/<slug:table>/", safeguarding.save_table, name="safeguarding-table", needs=READ),
    route("reports/groups/", groups.show_groups, name="groups", needs=READ, nav=_("Fair to all?"), within=FIGURES),
    route("reports/groups/take-in/", groups.take_in, name="groups-take-in", needs=Permission.CONCERN_WRITE),
    route("reports/groups/pdf/", groups.print_groups, name="groups-paper", needs=READ),
    route("reports/groups/csv/<slug:table>/", groups.save_table, name="groups-table", needs=READ),
    route("reports/term-dates/", term_dates.choose_this_year, name="term-dates-now", needs=DATES),
    route("reports/term-dates/<int:year>/", term_dates.choose_term_dates, name="term-dates", needs=DATES),
]
