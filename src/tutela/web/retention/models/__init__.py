"""Tables of retention: chosen periods, holds, proposals, decisions and certificates. All are written once."""

from tutela.web.retention.models.holds import Hold as Hold
from tutela.web.retention.models.holds import HoldEnd as HoldEnd
from tutela.web.retention.models.periods import PeriodChosen as PeriodChosen
from tutela.web.retention.models.proposals import Certificate as Certificate
from tutela.web.retention.models.proposals import Decision as Decision
from tutela.web.retention.models.proposals import Proposal as Proposal
from tutela.web.retention.models.telling import DueTold as DueTold
