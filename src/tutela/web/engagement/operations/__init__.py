"""The only writes of surveys and letters."""

from tutela.web.engagement.operations.refusals import EngagementRefused as EngagementRefused
from tutela.web.engagement.operations.surveys import act_on_answer as act_on_answer
from tutela.web.engagement.operations.surveys import answer_survey as answer_survey
from tutela.web.engagement.operations.surveys import change_questions as change_questions
from tutela.web.engagement.operations.surveys import close_survey as close_survey
from tutela.web.engagement.operations.surveys import draft_survey as draft_survey
from tutela.web.engagement.operations.surveys import open_survey as open_survey
from tutela.web.engagement.operations.surveys import tell_outcome as tell_outcome
