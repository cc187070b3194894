"""Tables of concerns and cases. All but drafts and grants are written once; what people wrote in them is sealed."""

from tutela.web.concerns.models.cases import Action as Action
from tutela.web.concerns.models.cases import CaseEntry as CaseEntry
from tutela.web.concerns.models.cases import Closing as Closing
from tutela.web.concerns.models.cases import SafeguardingCase as SafeguardingCase
from tutela.web.concerns.models.cases import SupportDecision as SupportDecision
from tutela.web.concerns.models.concerns import Concern as Concern
from tutela.web.concerns.models.concerns import ConcernEntry as ConcernEntry
from tutela.web.concerns.models.drafts import ConcernDraft as ConcernDraft
from tutela.web.concerns.models.moves import Move as Move
from tutela.web.concerns.models.moves import NameCompared as NameCompared
from tutela.web.concerns.models.people import Grant as Grant
from tutela.web.concerns.models.people import Involved as Involved
