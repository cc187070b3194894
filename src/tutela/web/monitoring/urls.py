"""Addresses of alerts."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import route
from tutela.web.monitoring import kept, views

app_name = "monitoring"

urlpatterns = [
    route("alerts/", views.show_inbox, name="inbox", needs=Permission.ALERT_READ, nav="Alerts"),
    route("alerts/<uuid:pk>/", views.show_alert, name="alert", needs=Permission.ALERT_READ),
    route("alerts/<uuid:pk>/dismiss/", views.dismiss, name="dismiss", needs=Permission.ALERT_TRIAGE),
    route("alerts/<uuid:pk>/note/", views.note, name="note", needs=Permission.ALERT_TRIAGE),
    route("alerts/<uuid:pk>/raise/", views.raise_concern, name="raise", needs=Permission.ALERT_TRIAGE),
    route("alerts/<uuid:pk>/together/", views.settle_together, name="together", needs=Permission.ALERT_TRIAGE),
    route("alerts/<uuid:pk>/add-note/", views.add_note, name="add-note", needs=Permission.ALERT_TRIAGE),
    route("alerts/<uuid:pk>/hand-over/", views.hand_over, name="hand-over", needs=Permission.ALERT_TRIAGE),
    route("alerts/<uuid:pk>/take/", views.take, name="take", needs=Permission.ALERT_TRIAGE),
    route("alerts/<uuid:pk>/look-back/", views.look_back, name="look-back", needs=Permission.ALERT_TRIAGE),
    route("alerts/looked-back/<uuid:pk>/", views.show_look_up, name="look-up", needs=Permission.ALERT_TRIAGE),
    route("alerts/rules/", views.list_rules, name="rules", needs=Permission.ALERT_READ),
    route("alerts/rules/<slug:rule>/", views.propose, name="propose", needs=Permission.ALERT_TRIAGE),
    route("alerts/proposals/<uuid:pk>/", views.decide_tuning, name="tuning", needs=Permission.ALERT_READ),
    route("alerts/daily-mail/", views.choose_digest, name="digest", needs=Permission.ALERT_READ),
    route("records/kept/", kept.choose_kept, name="kept", needs=Permission.RETENTION_CHOOSE, fresh=True),
]
