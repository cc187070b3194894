"""What is kept of responsibilities, by noun."""

from tutela.web.responsibilities.models.advice import Advice as Advice
from tutela.web.responsibilities.models.advice import AdviceGiven as AdviceGiven
from tutela.web.responsibilities.models.advice import AdviceUsed as AdviceUsed
from tutela.web.responsibilities.models.duties import Assignment as Assignment
from tutela.web.responsibilities.models.duties import AssignmentEnd as AssignmentEnd
from tutela.web.responsibilities.models.group import Decision as Decision
from tutela.web.responsibilities.models.group import Meeting as Meeting
from tutela.web.responsibilities.models.group import Member as Member
from tutela.web.responsibilities.models.group import MemberEnd as MemberEnd
from tutela.web.responsibilities.models.group import Minutes as Minutes
from tutela.web.responsibilities.models.group import Present as Present
from tutela.web.responsibilities.models.group import TermsOfReference as TermsOfReference
from tutela.web.responsibilities.models.journey import Answer as Answer
from tutela.web.responsibilities.models.journey import StepRecord as StepRecord
from tutela.web.responsibilities.models.looks import Finding as Finding
from tutela.web.responsibilities.models.looks import Heard as Heard
from tutela.web.responsibilities.models.looks import Look as Look
from tutela.web.responsibilities.models.stakeholders import Contact as Contact
from tutela.web.responsibilities.models.stakeholders import Invitation as Invitation
from tutela.web.responsibilities.models.stakeholders import Speaker as Speaker
from tutela.web.responsibilities.models.vision import Vision as Vision
