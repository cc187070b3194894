"""The only writes to concerns and cases, split by noun."""

from tutela.web.concerns.operations.cases import CaseChanged as CaseChanged
from tutela.web.concerns.operations.cases import add_entry as add_entry
from tutela.web.concerns.operations.cases import add_person as add_person
from tutela.web.concerns.operations.cases import add_to_case as add_to_case
from tutela.web.concerns.operations.cases import correct_entry as correct_entry
from tutela.web.concerns.operations.cases import finish_action as finish_action
from tutela.web.concerns.operations.cases import note_outside as note_outside
from tutela.web.concerns.operations.cases import open_case as open_case
from tutela.web.concerns.operations.cases import set_action as set_action
from tutela.web.concerns.operations.closing import Support as Support
from tutela.web.concerns.operations.closing import close_case as close_case
from tutela.web.concerns.operations.concerns import ConcernChanged as ConcernChanged
from tutela.web.concerns.operations.concerns import UnknownPerson as UnknownPerson
from tutela.web.concerns.operations.concerns import acknowledge as acknowledge
from tutela.web.concerns.operations.concerns import add_to_own_report as add_to_own_report
from tutela.web.concerns.operations.concerns import close_concern as close_concern
from tutela.web.concerns.operations.concerns import raise_concern as raise_concern
from tutela.web.concerns.operations.drafts import drop_expired_drafts as drop_expired_drafts
from tutela.web.concerns.operations.drafts import save_answers as save_answers
from tutela.web.concerns.operations.drafts import send_draft as send_draft
from tutela.web.concerns.operations.drafts import start_draft as start_draft
from tutela.web.concerns.operations.following import follow_roles as follow_roles
from tutela.web.concerns.operations.playbooks import answer_step as answer_step
from tutela.web.concerns.operations.playbooks import choose_playbooks as choose_playbooks
from tutela.web.concerns.operations.playbooks import drop_playbook as drop_playbook
