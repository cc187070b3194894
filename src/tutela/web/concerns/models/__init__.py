"""Tables of concerns and cases. All but drafts and grants are written once; what people wrote in them is sealed."""

from tutela.web.concerns.models.aftercare import CaseLink as CaseLink
from tutela.web.concerns.models.aftercare import CheckAfter as CheckAfter
from tutela.web.concerns.models.aftercare import GroupSupport as GroupSupport
from tutela.web.concerns.models.asking import ColleagueAsked as ColleagueAsked
from tutela.web.concerns.models.asking import ColleagueSaid as ColleagueSaid
from tutela.web.concerns.models.body import BodyMark as BodyMark
from tutela.web.concerns.models.cases import Action as Action
from tutela.web.concerns.models.cases import CaseEntry as CaseEntry
from tutela.web.concerns.models.cases import Closing as Closing
from tutela.web.concerns.models.cases import SafeguardingCase as SafeguardingCase
from tutela.web.concerns.models.cases import SupportDecision as SupportDecision
from tutela.web.concerns.models.circumstances import Circumstances as Circumstances
from tutela.web.concerns.models.concerns import Concern as Concern
from tutela.web.concerns.models.concerns import ConcernEntry as ConcernEntry
from tutela.web.concerns.models.conduct import Agency as Agency
from tutela.web.concerns.models.conduct import PersonKind as PersonKind
from tutela.web.concerns.models.conduct import Sanction as Sanction
from tutela.web.concerns.models.drafts import ConcernDraft as ConcernDraft
from tutela.web.concerns.models.glass import BrokenGlass as BrokenGlass
from tutela.web.concerns.models.moves import Move as Move
from tutela.web.concerns.models.moves import NameCompared as NameCompared
from tutela.web.concerns.models.people import Grant as Grant
from tutela.web.concerns.models.people import Involved as Involved
from tutela.web.concerns.models.playbooks import PlaybookChoice as PlaybookChoice
from tutela.web.concerns.models.playbooks import StepAnswer as StepAnswer
from tutela.web.concerns.models.supervision import Supervision as Supervision
