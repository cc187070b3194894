"""The pages of alerts, split by what people come to do."""

from tutela.web.monitoring.views.alert import show_alert as show_alert
from tutela.web.monitoring.views.decide import dismiss as dismiss
from tutela.web.monitoring.views.decide import note as note
from tutela.web.monitoring.views.decide import raise_concern as raise_concern
from tutela.web.monitoring.views.decide import settle_together as settle_together
from tutela.web.monitoring.views.inbox import show_inbox as show_inbox
from tutela.web.monitoring.views.tuning import choose_digest as choose_digest
from tutela.web.monitoring.views.tuning import decide_tuning as decide_tuning
from tutela.web.monitoring.views.tuning import list_rules as list_rules
from tutela.web.monitoring.views.tuning import propose as propose
from tutela.web.monitoring.views.work import add_note as add_note
from tutela.web.monitoring.views.work import hand_over as hand_over
from tutela.web.monitoring.views.work import look_back as look_back
from tutela.web.monitoring.views.work import show_look_up as show_look_up
from tutela.web.monitoring.views.work import take as take
