"""What the pages of responsibilities ask."""

from tutela.web.responsibilities.forms.advice import AskAdvice as AskAdvice
from tutela.web.responsibilities.forms.advice import NoteAdvice as NoteAdvice
from tutela.web.responsibilities.forms.advice import RestOnAdvice as RestOnAdvice
from tutela.web.responsibilities.forms.duties import GiveUp as GiveUp
from tutela.web.responsibilities.forms.duties import NameHolder as NameHolder
from tutela.web.responsibilities.forms.group import AdoptTerms as AdoptTerms
from tutela.web.responsibilities.forms.group import CallMeeting as CallMeeting
from tutela.web.responsibilities.forms.group import Decide as Decide
from tutela.web.responsibilities.forms.group import LeaveSeat as LeaveSeat
from tutela.web.responsibilities.forms.group import TakeSeat as TakeSeat
from tutela.web.responsibilities.forms.group import WriteMinutes as WriteMinutes
from tutela.web.responsibilities.forms.journey import AnswerQuestion as AnswerQuestion
from tutela.web.responsibilities.forms.journey import NoteStep as NoteStep
from tutela.web.responsibilities.forms.looks import NoteLook as NoteLook
from tutela.web.responsibilities.forms.stakeholders import NameSpeaker as NameSpeaker
from tutela.web.responsibilities.forms.stakeholders import NoteContact as NoteContact
