"""Tables of the vault. All but who handles a matter are written once; what people wrote in them is sealed."""

from tutela.web.allegations.models.destroying import Decided as Decided
from tutela.web.allegations.models.destroying import PutForward as PutForward
from tutela.web.allegations.models.drafts import AllegationDraft as AllegationDraft
from tutela.web.allegations.models.matters import Adult as Adult
from tutela.web.allegations.models.matters import Alarm as Alarm
from tutela.web.allegations.models.matters import Allegation as Allegation
from tutela.web.allegations.models.matters import Entry as Entry
from tutela.web.allegations.models.matters import Handler as Handler
from tutela.web.allegations.models.matters import Turn as Turn
from tutela.web.allegations.models.outside import OutsideContact as OutsideContact
from tutela.web.allegations.models.steps import ConcernRaised as ConcernRaised
from tutela.web.allegations.models.steps import Ending as Ending
from tutela.web.allegations.models.steps import OfficerTold as OfficerTold
from tutela.web.allegations.models.steps import PackMade as PackMade
from tutela.web.allegations.models.steps import Threshold as Threshold
