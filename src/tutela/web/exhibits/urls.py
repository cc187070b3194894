"""The addresses of exhibits. Bytes are opened by POST alone: no address shows or saves a file by itself."""

from django.utils.translation import gettext_lazy as _

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import route
from tutela.web.exhibits.views import adding, exhibit, police

app_name = "exhibits"

READ, WRITE = Permission.CONCERN_READ, Permission.CONCERN_WRITE
CASE = "concerns/cases/<uuid:pk>/exhibits"

urlpatterns = [
    route(f"{CASE}/", adding.of_case, name="of-case", needs=READ, nav=_("Exhibits"), beside="concerns:case"),
    route(f"{CASE}/add/", adding.ask, name="ask", needs=WRITE),
    route(f"{CASE}/add/file/", adding.upload, name="upload", needs=WRITE),
    route(f"{CASE}/web-records/", adding.keep_web_records, name="keep-web-records", needs=WRITE),
    route(f"{CASE}/not-kept/", police.not_kept, name="not-kept", needs=WRITE),
    route("exhibits/<uuid:pk>/", exhibit.exhibit, name="exhibit", needs=READ),
    route("exhibits/<uuid:pk>/view/", exhibit.view, name="view", needs=READ),
    # a file leaves the house: who they are is asked again
    route("exhibits/<uuid:pk>/save/", exhibit.save, name="save", needs=WRITE, fresh=True),
    route("exhibits/<uuid:pk>/take-out/", exhibit.redact, name="redact", needs=WRITE),
    route("exhibits/<uuid:pk>/hand-over/", exhibit.hand_over, name="hand-over", needs=WRITE),
    # whoever sees it may lock it
    route("exhibits/<uuid:pk>/lock/", police.lock, name="lock", needs=READ),
    route("exhibits/<uuid:pk>/facts/", police.facts, name="facts", needs=WRITE),
    route("exhibits/<uuid:pk>/destroy/", police.ask_destruction, name="ask-destruction", needs=WRITE),
    route("exhibits/<uuid:pk>/destroy/now/", police.approve, name="approve", needs=WRITE, fresh=True),
    route("exhibits/<uuid:pk>/certificate/", police.certificate, name="certificate", needs=READ),
]
