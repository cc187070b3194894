"""The addresses of retention. Periods and decisions ask again who is there."""

from django.utils.translation import gettext_lazy as _

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import CONCERNS, route
from tutela.web.retention import views

app_name = "retention"

WRITE, READ, CHOOSE = Permission.CONCERN_WRITE, Permission.CONCERN_READ, Permission.RETENTION_CHOOSE
CASE = "concerns/cases/<uuid:pk>/keeping"

urlpatterns = [
    route("keeping/", views.everything, name="list", needs=READ, nav=_("Keeping and destroying"), within=CONCERNS),
    route("keeping/periods/", views.periods, name="periods", needs=CHOOSE, fresh=True),
    route(f"{CASE}/", views.of_case, name="case", needs=READ, nav=_("How long it is kept"), beside="concerns:case"),
    route(f"{CASE}/hold/", views.hold, name="hold", needs=WRITE),
    route(f"{CASE}/hold/<uuid:hold>/end/", views.end_hold, name="end-hold", needs=WRITE, fresh=True),
    route(f"{CASE}/propose/", views.propose, name="propose", needs=WRITE),
    route("keeping/<uuid:pk>/", views.decide, name="decide", needs=READ, fresh=True),
    route("keeping/certificates/<uuid:pk>/", views.certificate, name="certificate", needs=READ),
    route("keeping/certificates/<uuid:pk>/text/", views.save_certificate, name="certificate-text", needs=READ),
]
