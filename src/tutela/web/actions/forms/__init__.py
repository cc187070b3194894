"""What is asked about actions."""

from tutela.web.actions.forms.closing import Close as Close
from tutela.web.actions.forms.closing import CloseByFigure as CloseByFigure
from tutela.web.actions.forms.documents import DocumentForm as DocumentForm
from tutela.web.actions.forms.opening import NewAction as NewAction
from tutela.web.actions.forms.working import HandOver as HandOver
from tutela.web.actions.forms.working import Move as Move
from tutela.web.actions.forms.working import Reason as Reason
from tutela.web.actions.forms.working import WaitFor as WaitFor
from tutela.web.actions.forms.working import Write as Write
