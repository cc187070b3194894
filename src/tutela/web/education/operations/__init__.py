"""The only writes of education, by noun."""

from tutela.web.education.operations.ground_rules import note_agreed as note_agreed
from tutela.web.education.operations.ground_rules import strike_agreed as strike_agreed
from tutela.web.education.operations.importing import BadSheet as BadSheet
from tutela.web.education.operations.importing import take_in_training as take_in_training
from tutela.web.education.operations.lessons import note_lesson as note_lesson
from tutela.web.education.operations.lessons import strike_lesson as strike_lesson
from tutela.web.education.operations.plans import change_plan as change_plan
from tutela.web.education.operations.plans import share_plan as share_plan
from tutela.web.education.operations.plans import take_in_plan as take_in_plan
from tutela.web.education.operations.plans import write_plan as write_plan
from tutela.web.education.operations.refusals import EducationRefused as EducationRefused
from tutela.web.education.operations.training import note_training as note_training
from tutela.web.education.operations.training import strike_training as strike_training
from tutela.web.education.operations.understanding import answer_part as answer_part
from tutela.web.education.operations.understanding import note_on_paper as note_on_paper
