"""Addresses of the reports."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import route
from tutela.web.reports.views import filter_health, freedom, half_term, term_dates

FIGURES, HEALTH, DATES = Permission.REPORT_READ, Permission.FILTER_HEALTH, Permission.ESTABLISHMENT_MANAGE

app_name = "reports"
urlpatterns = [
    route("reports/half-term/", half_term.show_half_term, name="half-term", needs=FIGURES, nav="Figures"),
    route("reports/half-term/pdf/", half_term.print_half_term, name="half-term-paper", needs=FIGURES),
    route("reports/half-term/csv/<slug:table>/", half_term.save_table, name="half-term-table", needs=FIGURES),
    route("reports/filter/", filter_health.show_filter, name="filter", needs=HEALTH, nav="Filter figures"),
    route("reports/filter/pdf/", filter_health.print_filter, name="filter-paper", needs=HEALTH),
    route("reports/filter/csv/<slug:table>/", filter_health.save_table, name="filter-table", needs=HEALTH),
    route("reports/monitoring/", freedom.show_answers, name="freedom", needs=FIGURES),
    route("reports/monitoring/pdf/", freedom.print_answers, name="freedom-paper", needs=FIGURES),
    route("reports/monitoring/csv/<slug:table>/", freedom.save_table, name="freedom-table", needs=FIGURES),
    route("reports/term-dates/", term_dates.choose_this_year, name="term-dates-now", needs=DATES),
    route("reports/term-dates/<int:year>/", term_dates.choose_term_dates, name="term-dates", needs=DATES),
]
