"""Tables of surveys and letters."""

from tutela.web.engagement.models.letters import Letter as Letter
from tutela.web.engagement.models.letters import LetterCopy as LetterCopy
from tutela.web.engagement.models.letters import LetterDocument as LetterDocument
from tutela.web.engagement.models.surveys import Survey as Survey
from tutela.web.engagement.models.surveys import SurveyAnswers as SurveyAnswers
from tutela.web.engagement.models.surveys import SurveyMark as SurveyMark
from tutela.web.engagement.models.surveys import SurveyOutcome as SurveyOutcome
