"""What others may ask about surveys and letters."""

from tutela.web.engagement.queries.results import Result as Result
from tutela.web.engagement.queries.results import list_results as list_results
from tutela.web.engagement.queries.surveys import get_last_ended as get_last_ended
from tutela.web.engagement.queries.surveys import has_answered as has_answered
from tutela.web.engagement.queries.surveys import list_asked as list_asked
from tutela.web.engagement.queries.surveys import list_outcomes as list_outcomes
from tutela.web.engagement.queries.surveys import list_outcomes_for as list_outcomes_for
from tutela.web.engagement.queries.surveys import list_overdue as list_overdue
from tutela.web.engagement.queries.surveys import list_surveys as list_surveys
