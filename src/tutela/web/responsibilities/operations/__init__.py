"""The only writes of responsibilities, by noun."""

from tutela.web.responsibilities.operations.advice import ask_advice as ask_advice
from tutela.web.responsibilities.operations.advice import note_advice as note_advice
from tutela.web.responsibilities.operations.advice import rest_on_advice as rest_on_advice
from tutela.web.responsibilities.operations.duties import assign as assign
from tutela.web.responsibilities.operations.duties import assign_usual as assign_usual
from tutela.web.responsibilities.operations.duties import give_up as give_up
from tutela.web.responsibilities.operations.group import adopt_terms as adopt_terms
from tutela.web.responsibilities.operations.group import call_meeting as call_meeting
from tutela.web.responsibilities.operations.group import call_off as call_off
from tutela.web.responsibilities.operations.group import decide as decide
from tutela.web.responsibilities.operations.group import seat as seat
from tutela.web.responsibilities.operations.group import unseat as unseat
from tutela.web.responsibilities.operations.group import write_minutes as write_minutes
from tutela.web.responsibilities.operations.inviting import contribute as contribute
from tutela.web.responsibilities.operations.inviting import end_invitation as end_invitation
from tutela.web.responsibilities.operations.inviting import invite_stakeholder as invite_stakeholder
from tutela.web.responsibilities.operations.journey import answer_question as answer_question
from tutela.web.responsibilities.operations.journey import note_step as note_step
from tutela.web.responsibilities.operations.keeping import reopen_duties as reopen_duties
from tutela.web.responsibilities.operations.looks import note_look as note_look
from tutela.web.responsibilities.operations.refusals import DutyRefused as DutyRefused
from tutela.web.responsibilities.operations.stakeholders import name_speaker as name_speaker
from tutela.web.responsibilities.operations.stakeholders import note_contact as note_contact
from tutela.web.responsibilities.operations.vision import adopt_vision as adopt_vision
