"""What others may ask about responsibilities, by noun."""

from tutela.web.responsibilities.queries.duties import Held as Held
from tutela.web.responsibilities.queries.duties import Holder as Holder
from tutela.web.responsibilities.queries.duties import count_assigned as count_assigned
from tutela.web.responsibilities.queries.duties import get_duty as get_duty
from tutela.web.responsibilities.queries.duties import list_duties as list_duties
from tutela.web.responsibilities.queries.duties import list_history as list_history
from tutela.web.responsibilities.queries.duties import list_own as list_own
from tutela.web.responsibilities.queries.duties import roles_of as roles_of
