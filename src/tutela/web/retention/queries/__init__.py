"""What others, and the pages here, may ask about retention."""

from tutela.web.retention.queries.held import list_held_people as list_held_people
from tutela.web.retention.queries.lists import count_to_decide as count_to_decide
from tutela.web.retention.queries.lists import get_certificate as get_certificate
from tutela.web.retention.queries.lists import list_certificates as list_certificates
from tutela.web.retention.queries.lists import list_periods as list_periods
from tutela.web.retention.queries.lists import list_proposals as list_proposals
from tutela.web.retention.queries.lists import read_holds as read_holds
from tutela.web.retention.queries.standing import count_due as count_due
from tutela.web.retention.queries.standing import list_sessions as list_sessions
from tutela.web.retention.queries.standing import list_standing as list_standing
from tutela.web.retention.queries.standing import may_open as may_open
from tutela.web.retention.queries.standing import stand_of as stand_of
from tutela.web.retention.queries.standing import words_beside as words_beside
from tutela.web.retention.queries.standing import words_beside_file as words_beside_file
