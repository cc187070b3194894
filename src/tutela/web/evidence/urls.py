"""Addresses of the evidence."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import route
from tutela.web.evidence import views

app_name = "evidence"
urlpatterns = [
    route("evidence/", views.list_evidence, name="list", needs=Permission.REVIEW_READ),
    route("evidence/<str:kind>/", views.show_kind, name="kind", needs=Permission.REVIEW_READ),
]
