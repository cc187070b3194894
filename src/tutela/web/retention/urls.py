"""The addresses of retention. Periods and decisions ask again who is there."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import CONCERNS, route
from tutela.web.retention import queries, views

app_name = "retention"

WRITE, READ, CHOOSE = Permission.CONCERN_WRITE, Permission.CONCERN_READ, Permission.RETENTION_CHOOSE
CASE, CONCERN = "concerns/cases/<uuid:pk>/keeping", "concerns/<uuid:pk>/keeping"
FILE = "transfers/received/<uuid:pk>/keeping"
SESSION = "concerns/supervision/<uuid:pk>/keeping"
KEPT = _("How long it is kept")

of_case, hold_case, propose_case, end_hold_case = (
    partial(view, kind="case") for view in (views.of_one, views.hold, views.propose, views.end_hold)
)
of_concern, hold_concern, propose_concern, end_hold_concern = (
    partial(view, kind="concern") for view in (views.of_one, views.hold, views.propose, views.end_hold)
)

of_session, hold_session, propose_session, end_hold_session = (
    partial(view, kind="supervision") for view in (views.of_one, views.hold, views.propose, views.end_hold)
)

of_file, hold_file, propose_file, end_hold_file = (
    partial(view, kind="received") for view in (views.of_one, views.hold, views.propose, views.end_hold)
)

urlpatterns = [
    route("keeping/", views.everything, name="list", needs=READ, nav=_("Keeping and destroying"), within=CONCERNS),
    route("keeping/periods/", views.periods, name="periods", needs=CHOOSE, fresh=True),
    route(f"{CASE}/", of_case, name="case", needs=READ, nav=KEPT, beside="concerns:case"),
    route(f"{CASE}/hold/", hold_case, name="hold-case", needs=WRITE),
    route(f"{CASE}/hold/<uuid:hold>/end/", end_hold_case, name="end-hold-case", needs=WRITE, fresh=True),
    route(f"{CASE}/propose/", propose_case, name="propose-case", needs=WRITE),
    route(
        f"{CONCERN}/",
        of_concern,
        name="concern",
        needs=READ,
        nav=KEPT,
        beside="concerns:concern",
        beside_words=queries.words_beside,
    ),
    route(f"{CONCERN}/hold/", hold_concern, name="hold-concern", needs=WRITE),
    route(f"{CONCERN}/hold/<uuid:hold>/end/", end_hold_concern, name="end-hold-concern", needs=WRITE, fresh=True),
    route(f"{CONCERN}/propose/", propose_concern, name="propose-concern", needs=WRITE),
    route(
        "concerns/supervision/keeping/",
        views.sessions,
        name="sessions",
        needs=READ,
        nav=_("How long notes are kept"),
        beside="concerns:supervision",
    ),
    route(f"{SESSION}/", of_session, name="supervision", needs=READ),
    route(f"{SESSION}/hold/", hold_session, name="hold-supervision", needs=WRITE),
    route(f"{SESSION}/hold/<uuid:hold>/end/", end_hold_session, name="end-hold-supervision", needs=WRITE, fresh=True),
    route(f"{SESSION}/propose/", propose_session, name="propose-supervision", needs=WRITE),
    route(
        f"{FILE}/",
        of_file,
        name="received",
        needs=WRITE,
        nav=KEPT,
        beside="transfers:received",
        beside_words=queries.words_beside_file,
    ),
    route(f"{FILE}/hold/", hold_file, name="hold-received", needs=WRITE),
    route(f"{FILE}/hold/<uuid:hold>/end/", end_hold_file, name="end-hold-received", needs=WRITE, fresh=True),
    route(f"{FILE}/propose/", propose_file, name="propose-received", needs=WRITE),
    route("keeping/<uuid:pk>/", views.decide, name="decide", needs=READ, fresh=True),
    route("keeping/certificates/<uuid:pk>/", views.certificate, name="certificate", needs=READ),
    route("keeping/certificates/<uuid:pk>/text/", views.save_certificate, name="certificate-text", needs=READ),
]
