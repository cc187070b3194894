"""The reads of the vault. Whatever opens words writes the audit in the same transaction, before."""

from tutela.web.allegations.queries.adults import list_certain as list_certain
from tutela.web.allegations.queries.adults import list_learners as list_learners
from tutela.web.allegations.queries.drafts import get_draft as get_draft
from tutela.web.allegations.queries.drafts import list_drafts as list_drafts
from tutela.web.allegations.queries.drafts import read_answers as read_answers
from tutela.web.allegations.queries.figures import count_for_figures as count_for_figures
from tutela.web.allegations.queries.lists import count_open as count_open
from tutela.web.allegations.queries.lists import list_matters as list_matters
from tutela.web.allegations.queries.lists import list_own_reports as list_own_reports
from tutela.web.allegations.queries.lists import list_staff as list_staff
from tutela.web.allegations.queries.lists import tier_of as tier_of
from tutela.web.allegations.queries.lists import visible_ids as visible_ids
from tutela.web.allegations.queries.lists import was_asked_for as was_asked_for
from tutela.web.allegations.queries.matter import list_adults as list_adults
from tutela.web.allegations.queries.matter import read_matter as read_matter
from tutela.web.allegations.queries.outside import OutsideName as OutsideName
from tutela.web.allegations.queries.outside import get_outside_contact as get_outside_contact
from tutela.web.allegations.queries.outside import get_own_report as get_own_report
from tutela.web.allegations.queries.outside import list_outside_contacts as list_outside_contacts
from tutela.web.allegations.queries.outside import whom_it_goes_to as whom_it_goes_to
from tutela.web.allegations.queries.promptness import count_prompt as count_prompt
