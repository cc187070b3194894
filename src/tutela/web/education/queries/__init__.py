"""What others may ask about education, by noun."""

from tutela.web.education.queries.curriculum import Plan as Plan
from tutela.web.education.queries.curriculum import get_covered_pct as get_covered_pct
from tutela.web.education.queries.curriculum import list_lessons as list_lessons
from tutela.web.education.queries.curriculum import list_taught_groups as list_taught_groups
from tutela.web.education.queries.curriculum import read_plan as read_plan
from tutela.web.education.queries.ground_rules import get_agreed_pct as get_agreed_pct
from tutela.web.education.queries.ground_rules import list_agreed as list_agreed
from tutela.web.education.queries.ground_rules import list_agreeing as list_agreeing
from tutela.web.education.queries.plans import changes_since as changes_since
from tutela.web.education.queries.plans import find_personal_in as find_personal_in
from tutela.web.education.queries.plans import licences_of as licences_of
from tutela.web.education.queries.plans import list_plans as list_plans
from tutela.web.education.queries.plans import list_taught_with as list_taught_with
from tutela.web.education.queries.plans import may_share as may_share
from tutela.web.education.queries.plans import newest_of as newest_of
from tutela.web.education.queries.training import Owing as Owing
from tutela.web.education.queries.training import get_owing as get_owing
from tutela.web.education.queries.training import list_everybody as list_everybody
from tutela.web.education.queries.training import list_owing as list_owing
from tutela.web.education.queries.training import list_trainings as list_trainings
from tutela.web.education.queries.understanding import count_by_topic as count_by_topic
from tutela.web.education.queries.understanding import list_done as list_done
from tutela.web.education.queries.understanding import list_gone as list_gone
from tutela.web.education.queries.understanding import list_roles as list_roles
from tutela.web.education.queries.understanding import list_trained as list_trained
