"""Where one works now."""

from tutela.web.core.routing import SIGNED_IN, route
from tutela.web.establishments import views

urlpatterns = [
    route("account/where/", views.choose_establishment, name="choose-establishment", needs=SIGNED_IN),
]
