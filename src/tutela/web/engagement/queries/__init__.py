"""What others may ask about surveys and letters."""

from tutela.web.engagement.queries.families import list_years as list_years
from tutela.web.engagement.queries.letters import Page as Page
from tutela.web.engagement.queries.letters import count_replies as count_replies
from tutela.web.engagement.queries.letters import get_controls_pct as get_controls_pct
from tutela.web.engagement.queries.letters import get_last_sent as get_last_sent
from tutela.web.engagement.queries.letters import get_page as get_page
from tutela.web.engagement.queries.letters import list_changed as list_changed
from tutela.web.engagement.queries.letters import list_copies as list_copies
from tutela.web.engagement.queries.letters import list_documents as list_documents
from tutela.web.engagement.queries.letters import list_letters as list_letters
from tutela.web.engagement.queries.letters import list_merging as list_merging
from tutela.web.engagement.queries.letters import list_my_letters as list_my_letters
from tutela.web.engagement.queries.letters import list_pages as list_pages
from tutela.web.engagement.queries.people import get_own as get_own
from tutela.web.engagement.queries.results import Result as Result
from tutela.web.engagement.queries.results import list_results as list_results
from tutela.web.engagement.queries.surveys import get_last_ended as get_last_ended
from tutela.web.engagement.queries.surveys import has_answered as has_answered
from tutela.web.engagement.queries.surveys import list_asked as list_asked
from tutela.web.engagement.queries.surveys import list_outcomes as list_outcomes
from tutela.web.engagement.queries.surveys import list_outcomes_for as list_outcomes_for
from tutela.web.engagement.queries.surveys import list_overdue as list_overdue
from tutela.web.engagement.queries.surveys import list_surveys as list_surveys
