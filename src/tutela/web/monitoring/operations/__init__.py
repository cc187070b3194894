"""The only writes to alerts."""

from tutela.web.monitoring.operations.recording import record_alerts as record_alerts
from tutela.web.monitoring.operations.recording import start_over as start_over
from tutela.web.monitoring.operations.routing import escalate_due as escalate_due
from tutela.web.monitoring.operations.routing import follow_roles as follow_roles
from tutela.web.monitoring.operations.triage import AlreadyDecided as AlreadyDecided
from tutela.web.monitoring.operations.triage import MoreCameIn as MoreCameIn
from tutela.web.monitoring.operations.triage import SeveralPeople as SeveralPeople
from tutela.web.monitoring.operations.triage import dismiss as dismiss
from tutela.web.monitoring.operations.triage import note as note
from tutela.web.monitoring.operations.triage import raise_from_alert as raise_from_alert
from tutela.web.monitoring.operations.triage import read_alert as read_alert
from tutela.web.monitoring.operations.triage import read_inbox as read_inbox
from tutela.web.monitoring.operations.triage import read_together as read_together
from tutela.web.monitoring.operations.triage import settle_together as settle_together
from tutela.web.monitoring.operations.work import CannotHandOver as CannotHandOver
from tutela.web.monitoring.operations.work import add_note as add_note
from tutela.web.monitoring.operations.work import hand_over as hand_over
from tutela.web.monitoring.operations.work import list_receivers as list_receivers
from tutela.web.monitoring.operations.work import look_back as look_back
from tutela.web.monitoring.operations.work import open_look_up as open_look_up
from tutela.web.monitoring.operations.work import take as take
