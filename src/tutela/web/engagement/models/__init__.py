"""Tables of surveys and letters."""

from tutela.web.engagement.models.feedback import Feedback as Feedback
from tutela.web.engagement.models.feedback import FeedbackMark as FeedbackMark
from tutela.web.engagement.models.feedback import FeedbackOutcome as FeedbackOutcome
from tutela.web.engagement.models.letters import Letter as Letter
from tutela.web.engagement.models.letters import LetterCopy as LetterCopy
from tutela.web.engagement.models.letters import LetterDocument as LetterDocument
from tutela.web.engagement.models.sheets import SheetBatch as SheetBatch
from tutela.web.engagement.models.surveys import Survey as Survey
from tutela.web.engagement.models.surveys import SurveyAnswers as SurveyAnswers
from tutela.web.engagement.models.surveys import SurveyMark as SurveyMark
from tutela.web.engagement.models.surveys import SurveyOutcome as SurveyOutcome
