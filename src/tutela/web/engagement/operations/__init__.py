"""The only writes of surveys and letters."""

from tutela.web.engagement.operations.feedback import deal_with_feedback as deal_with_feedback
from tutela.web.engagement.operations.feedback import say_whether_clear as say_whether_clear
from tutela.web.engagement.operations.letters import draft_letter as draft_letter
from tutela.web.engagement.operations.letters import go_without_paper as go_without_paper
from tutela.web.engagement.operations.letters import keep_document as keep_document
from tutela.web.engagement.operations.letters import lay_out_all as lay_out_all
from tutela.web.engagement.operations.letters import merge_letter as merge_letter
from tutela.web.engagement.operations.letters import send_letter as send_letter
from tutela.web.engagement.operations.letters import write_letter as write_letter
from tutela.web.engagement.operations.refusals import EngagementRefused as EngagementRefused
from tutela.web.engagement.operations.replies import note_reply as note_reply
from tutela.web.engagement.operations.replies import read_copy as read_copy
from tutela.web.engagement.operations.replies import read_document as read_document
from tutela.web.engagement.operations.sheets import enter_sheets as enter_sheets
from tutela.web.engagement.operations.surveys import act_on_answer as act_on_answer
from tutela.web.engagement.operations.surveys import answer_survey as answer_survey
from tutela.web.engagement.operations.surveys import change_questions as change_questions
from tutela.web.engagement.operations.surveys import close_survey as close_survey
from tutela.web.engagement.operations.surveys import draft_survey as draft_survey
from tutela.web.engagement.operations.surveys import open_survey as open_survey
from tutela.web.engagement.operations.surveys import tell_outcome as tell_outcome
