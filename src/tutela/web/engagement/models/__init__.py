"""Tables of surveys and letters."""

from tutela.web.engagement.models.surveys import Survey as Survey
from tutela.web.engagement.models.surveys import SurveyAnswers as SurveyAnswers
from tutela.web.engagement.models.surveys import SurveyMark as SurveyMark
from tutela.web.engagement.models.surveys import SurveyOutcome as SurveyOutcome
