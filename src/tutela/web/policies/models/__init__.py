"""Tables of policies and agreements, by noun."""

from tutela.web.policies.models.agreements import Acknowledgement as Acknowledgement
from tutela.web.policies.models.agreements import AgreementNotice as AgreementNotice
from tutela.web.policies.models.agreements import PaperBatch as PaperBatch
from tutela.web.policies.models.consulting import Approval as Approval
from tutela.web.policies.models.consulting import Contribution as Contribution
from tutela.web.policies.models.consulting import ContributionAnswer as ContributionAnswer
from tutela.web.policies.models.documents import Document as Document
from tutela.web.policies.models.documents import Draft as Draft
from tutela.web.policies.models.documents import OtherDocument as OtherDocument
from tutela.web.policies.models.documents import PinnedTemplate as PinnedTemplate
from tutela.web.policies.models.documents import Version as Version
from tutela.web.policies.models.partnering import OwnPolicy as OwnPolicy
from tutela.web.policies.models.partnering import Settlement as Settlement
from tutela.web.policies.models.sharing import SharedTemplate as SharedTemplate
from tutela.web.policies.models.standings import ClauseStanding as ClauseStanding
