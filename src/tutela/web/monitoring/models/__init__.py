"""Rows of monitoring, split by noun."""

from tutela.web.monitoring.models.alerts import Alert as Alert
from tutela.web.monitoring.models.alerts import AlertDecision as AlertDecision
from tutela.web.monitoring.models.alerts import AlertMatch as AlertMatch
from tutela.web.monitoring.models.alerts import AlertReader as AlertReader
from tutela.web.monitoring.models.alerts import Escalation as Escalation
from tutela.web.monitoring.models.alerts import MatchesRead as MatchesRead
from tutela.web.monitoring.models.digest import DigestChoice as DigestChoice
from tutela.web.monitoring.models.tuning import SetAside as SetAside
from tutela.web.monitoring.models.tuning import Tuning as Tuning
from tutela.web.monitoring.models.tuning import TuningStep as TuningStep
from tutela.web.monitoring.models.work import AlertHandOver as AlertHandOver
from tutela.web.monitoring.models.work import AlertLookUp as AlertLookUp
from tutela.web.monitoring.models.work import AlertNote as AlertNote
