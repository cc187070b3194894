"""Addresses of the set-up, and of the decision that monitoring may begin."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import route
from tutela.web.setup import views

app_name = "setup"
MANAGE = Permission.ESTABLISHMENT_MANAGE

urlpatterns = [
    route("setting-up/", views.start, name="start", needs=MANAGE),
    route("setting-up/begin/", views.begin, name="begin", needs=MANAGE),
    route("setting-up/check/", views.check, name="check", needs=MANAGE),
    route("setting-up/ready/", views.show_ready, name="ready", needs=MANAGE),
    route("setting-up/it/", views.hand_over, name="it", needs=MANAGE),
    route("setting-up/about/", views.show_about, name="about", needs=MANAGE),
    route("setting-up/filtering/", views.choose_who_filters, name="who-filters", needs=MANAGE, fresh=True),
    route("setting-up/trust/", views.choose_trust, name="trust", needs=Permission.ROLE_DECIDE, fresh=True),
    route("setting-up/mail/", views.show_mail, name="mail", needs=MANAGE),
    route("setting-up/what-each-part-needs/", views.show_parts, name="parts", needs=MANAGE),
    route("setting-up/monitoring/", views.decide_monitoring, name="monitoring", needs=Permission.MONITORING_SIGN_OFF),
    route("setting-up/question/<slug:page>/", views.ask, name="question", needs=MANAGE),
]
