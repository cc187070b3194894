"""Addresses of responsibilities."""

from django.utils.translation import gettext_lazy as _

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import SIGNED_IN, route
from tutela.web.responsibilities.views import duties, expected

app_name = "responsibilities"
RESPONSIBILITIES = _("Responsibilities")
READ, ASSIGN = Permission.REVIEW_READ, Permission.DUTY_ASSIGN

urlpatterns = [
    route("my-part/", expected.show_expected, name="expected", needs=SIGNED_IN, nav=_("My part")),
    route("responsibilities/", duties.list_duties, name="duties", needs=READ, nav=_("Duties"), within=RESPONSIBILITIES),
    route("responsibilities/duties/<slug:duty>/", duties.show_duty, name="duty", needs=READ),
    route("responsibilities/duties/<slug:duty>/name/", duties.name_holder, name="name-holder", needs=ASSIGN),
    route("responsibilities/parts/<uuid:pk>/end/", duties.give_up, name="give-up", needs=ASSIGN),
]
