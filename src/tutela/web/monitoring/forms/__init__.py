"""What is asked about alerts, split by what people come to do."""

from tutela.web.monitoring.forms.inbox import Narrow as Narrow
from tutela.web.monitoring.forms.triage import Dismiss as Dismiss
from tutela.web.monitoring.forms.triage import Note as Note
from tutela.web.monitoring.forms.triage import Raise as Raise
from tutela.web.monitoring.forms.triage import Together as Together
from tutela.web.monitoring.forms.tuning import NEVER as NEVER
from tutela.web.monitoring.forms.tuning import DecideTuning as DecideTuning
from tutela.web.monitoring.forms.tuning import Digest as Digest
from tutela.web.monitoring.forms.tuning import Propose as Propose
from tutela.web.monitoring.forms.work import AddNote as AddNote
from tutela.web.monitoring.forms.work import HandOver as HandOver
from tutela.web.monitoring.forms.work import LookBack as LookBack
