"""The only writes of actions, by what is done to them."""

from tutela.web.actions.operations.changing import drop_action as drop_action
from tutela.web.actions.operations.changing import hand_over as hand_over
from tutela.web.actions.operations.changing import move_due as move_due
from tutela.web.actions.operations.changing import note as note
from tutela.web.actions.operations.changing import reopen as reopen
from tutela.web.actions.operations.changing import wait_for as wait_for
from tutela.web.actions.operations.closing import Document as Document
from tutela.web.actions.operations.closing import close_action as close_action
from tutela.web.actions.operations.keeping import remind as remind
from tutela.web.actions.operations.keeping import reopen_contradicted as reopen_contradicted
from tutela.web.actions.operations.opening import open_action as open_action
from tutela.web.actions.operations.reading import read_document as read_document
from tutela.web.actions.operations.refusals import ActionRefused as ActionRefused
from tutela.web.actions.operations.refusals import AlreadyOpenAgain as AlreadyOpenAgain
from tutela.web.actions.operations.refusals import BadAddress as BadAddress
from tutela.web.actions.operations.refusals import BadBar as BadBar
from tutela.web.actions.operations.refusals import BarNotReached as BarNotReached
from tutela.web.actions.operations.refusals import CannotOwn as CannotOwn
from tutela.web.actions.operations.refusals import Circular as Circular
from tutela.web.actions.operations.refusals import NoProof as NoProof
from tutela.web.actions.operations.refusals import NotInThisState as NotInThisState
from tutela.web.actions.operations.refusals import NotYetTrue as NotYetTrue
from tutela.web.actions.operations.refusals import StillWaits as StillWaits
from tutela.web.actions.operations.refusals import WithoutReason as WithoutReason
