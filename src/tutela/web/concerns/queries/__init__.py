"""What others, and the pages here, may ask about concerns and cases."""

from tutela.web.concerns.queries.apart import leave_out as leave_out
from tutela.web.concerns.queries.case import read_case as read_case
from tutela.web.concerns.queries.concern import may_read as may_read
from tutela.web.concerns.queries.concern import read_concern as read_concern
from tutela.web.concerns.queries.counts import count_by_four_c as count_by_four_c
from tutela.web.concerns.queries.counts import count_by_outcome as count_by_outcome
from tutela.web.concerns.queries.drafts import get_draft as get_draft
from tutela.web.concerns.queries.drafts import list_drafts as list_drafts
from tutela.web.concerns.queries.drafts import read_answers as read_answers
from tutela.web.concerns.queries.lists import CaseRow as CaseRow
from tutela.web.concerns.queries.lists import ConcernRow as ConcernRow
from tutela.web.concerns.queries.lists import OwnReport as OwnReport
from tutela.web.concerns.queries.lists import count_open as count_open
from tutela.web.concerns.queries.lists import count_overdue_actions as count_overdue_actions
from tutela.web.concerns.queries.lists import get_case as get_case
from tutela.web.concerns.queries.lists import get_own_report as get_own_report
from tutela.web.concerns.queries.lists import list_cases as list_cases
from tutela.web.concerns.queries.lists import list_own_reports as list_own_reports
from tutela.web.concerns.queries.lists import list_queue as list_queue
from tutela.web.concerns.queries.lists import list_waiting as list_waiting
from tutela.web.concerns.queries.lists import read_names as read_names
from tutela.web.concerns.queries.lists import visible_case_ids as visible_case_ids
from tutela.web.concerns.queries.seen import list_case_readers as list_case_readers
from tutela.web.concerns.queries.seen import list_concern_readers as list_concern_readers
