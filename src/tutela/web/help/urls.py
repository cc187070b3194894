"""Addresses of the help pages: all public."""

from tutela.web.core.routing import PUBLIC, route
from tutela.web.help import views

app_name = "help"
urlpatterns = [
    route("help/", views.show_help, name="help", needs=PUBLIC),
    route("help/block-and-report/", views.show_blocking, name="block", needs=PUBLIC),
    route("help/monitored/", views.show_monitored, name="monitored", needs=PUBLIC),
    route("help/accessibility/", views.show_accessibility, name="accessibility", needs=PUBLIC),
]
