"""Addresses of the reports."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import route
from tutela.web.reports import views

app_name = "reports"
urlpatterns = [
    route("reports/half-term/", views.show_half_term, name="half-term", needs=Permission.REPORT_READ, nav="Figures")
]
