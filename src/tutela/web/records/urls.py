"""Addresses of the records of other filters."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import route
from tutela.web.records import views

app_name = "records"

urlpatterns = [
    route("logs/", views.list_logs, name="logs", needs=Permission.ESTABLISHMENT_MANAGE, nav="Logs"),
    route("logs/upload/", views.upload, name="upload", needs=Permission.ESTABLISHMENT_MANAGE),
    route("logs/<uuid:pk>/", views.show_log, name="log", needs=Permission.ESTABLISHMENT_MANAGE),
    route(
        "logs/<uuid:pk>/search-again/",
        views.search_again,
        name="search-again",
        needs=Permission.ESTABLISHMENT_MANAGE,
    ),
    route("logs/<uuid:pk>/bad-lines.txt", views.bad_lines, name="bad-lines", needs=Permission.ESTABLISHMENT_MANAGE),
]
