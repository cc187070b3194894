"""Where one works now, the setting up of a school, and its people."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import SIGNED_IN, route
from tutela.web.establishments.views import imports, places

app_name = "establishments"

MANAGE = Permission.ESTABLISHMENT_MANAGE

urlpatterns = [
    route("account/where/", places.choose_establishment, name="where", needs=SIGNED_IN),
    route("set-up/", places.set_up, name="set-up", needs=MANAGE),
    route("people/import/", imports.upload, name="imports", needs=MANAGE, nav="Import people"),
    route("people/import/template/<slug:kind>.csv", imports.template, name="import-template", needs=MANAGE),
    route("people/import/<uuid:pk>/", imports.show, name="import", needs=MANAGE),
    route("people/import/<uuid:pk>/confirm/", imports.confirm, name="import-confirm", needs=MANAGE),
    route("people/import/<uuid:pk>/drop/", imports.drop, name="import-drop", needs=MANAGE),
    route("people/import/<uuid:pk>/refused.csv", imports.faults, name="import-faults", needs=MANAGE),
]
