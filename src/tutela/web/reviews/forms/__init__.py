"""What is asked of whoever reviews."""

from tutela.web.reviews.forms.answering import AnswerForm as AnswerForm
from tutela.web.reviews.forms.answering import initial_of as initial_of
from tutela.web.reviews.forms.files import FileForm as FileForm
