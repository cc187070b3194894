"""Addresses of the registers."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import REVIEW, SIGNED_IN, route
from tutela.web.registers.views import hub, technologies

READ, WRITE = Permission.REVIEW_READ, Permission.REVIEW_WRITE

app_name = "registers"

TECHNOLOGIES = [
    route("registers/technologies/", technologies.list_technologies, name="technologies", needs=READ),
    # whoever works here may see what is agreed, whatever else they may read; the row says who that is
    route("registers/technologies/recognised/", technologies.recognised, name="recognised", needs=SIGNED_IN),
    route("registers/technologies/new/", technologies.new, name="new-technology", needs=WRITE),
    route("registers/technologies/<uuid:pk>/", technologies.technology, name="technology", needs=READ),
    route("registers/technologies/<uuid:pk>/change/", technologies.change, name="change-technology", needs=WRITE),
    route("registers/technologies/<uuid:pk>/state/", technologies.turn, name="turn-technology", needs=WRITE),
]

urlpatterns = [
    route("registers/", hub.hub, name="hub", needs=READ, nav="Registers", within=REVIEW),
    *TECHNOLOGIES,
]
