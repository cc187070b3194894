"""Where one works now, and the setting up of a school."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import SIGNED_IN, route
from tutela.web.establishments import views

app_name = "establishments"

urlpatterns = [
    route("account/where/", views.choose_establishment, name="where", needs=SIGNED_IN),
    route("set-up/", views.set_up, name="set-up", needs=Permission.ESTABLISHMENT_MANAGE),
]
