"""The only writes of retention, split by noun."""

from tutela.web.retention.operations.holds import end_hold as end_hold
from tutela.web.retention.operations.holds import place_hold as place_hold
from tutela.web.retention.operations.periods import choose_periods as choose_periods
from tutela.web.retention.operations.proposals import decide as decide
from tutela.web.retention.operations.proposals import propose as propose
from tutela.web.retention.operations.telling import tell_due as tell_due
