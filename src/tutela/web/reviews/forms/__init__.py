"""What is asked of whoever reviews."""

from tutela.web.reviews.forms.answering import AnswerForm as AnswerForm
from tutela.web.reviews.forms.answering import initial_of as initial_of
from tutela.web.reviews.forms.files import FileForm as FileForm
from tutela.web.reviews.forms.files import TakeInForm as TakeInForm
from tutela.web.reviews.forms.guests import CommentForm as CommentForm
from tutela.web.reviews.forms.guests import InviteForm as InviteForm
