"""The only ways in which reviews change."""

from tutela.web.reviews.operations.drafts import drop_draft as drop_draft
from tutela.web.reviews.operations.drafts import keep_draft as keep_draft
from tutela.web.reviews.operations.files import add_file as add_file
from tutela.web.reviews.operations.files import read_file as read_file
from tutela.web.reviews.operations.mappings import keep_mapping as keep_mapping
from tutela.web.reviews.operations.reviewing import AnsweredMeanwhile as AnsweredMeanwhile
from tutela.web.reviews.operations.reviewing import NotALevel as NotALevel
from tutela.web.reviews.operations.reviewing import NotAllAnswered as NotAllAnswered
from tutela.web.reviews.operations.reviewing import ReviewCompleted as ReviewCompleted
from tutela.web.reviews.operations.reviewing import ReviewUnderWay as ReviewUnderWay
from tutela.web.reviews.operations.reviewing import UnusableFramework as UnusableFramework
from tutela.web.reviews.operations.reviewing import accept_step as accept_step
from tutela.web.reviews.operations.reviewing import answer as answer
from tutela.web.reviews.operations.reviewing import choose_groups as choose_groups
from tutela.web.reviews.operations.reviewing import complete as complete
from tutela.web.reviews.operations.reviewing import keep_framework as keep_framework
from tutela.web.reviews.operations.reviewing import start_review as start_review
