"""Tables of education, by noun."""

from tutela.web.education.models.ground_rules import GroundRulesAgreed as GroundRulesAgreed
from tutela.web.education.models.ground_rules import GroundRulesStruck as GroundRulesStruck
from tutela.web.education.models.lessons import Lesson as Lesson
from tutela.web.education.models.lessons import LessonStruck as LessonStruck
from tutela.web.education.models.plans import LessonPlan as LessonPlan
from tutela.web.education.models.training import Training as Training
from tutela.web.education.models.training import TrainingStruck as TrainingStruck
from tutela.web.education.models.understanding import PathwayOnPaper as PathwayOnPaper
from tutela.web.education.models.understanding import Understanding as Understanding
