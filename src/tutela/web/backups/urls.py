"""Address of the back-ups."""

from django.utils.translation import gettext_lazy as _

from tutela.web.backups import views
from tutela.web.core.permissions import Permission
from tutela.web.core.routing import route

app_name = "backups"

urlpatterns = [
    route("backups/", views.show, name="backups", needs=Permission.ESTABLISHMENT_MANAGE, nav=_("Back-ups")),
]
