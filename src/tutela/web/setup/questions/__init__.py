"""The pages of the set-up. What may be chosen on one follows from what was answered before."""

from tutela.web.setup.answers import Answers
from tutela.web.setup.questions.base import Page as Page
from tutela.web.setup.questions.filtering import NOBODY as NOBODY
from tutela.web.setup.questions.filtering import Fails, Filtering, Monitoring
from tutela.web.setup.questions.people import Lead, Others
from tutela.web.setup.questions.school import Contact, School

PAGES: dict[str, type[Page]] = {
    "school": School,
    "lead": Lead,
    "others": Others,
    "contact": Contact,
    "filtering": Filtering,
    "fails": Fails,
    "monitoring": Monitoring,
}
"""Every page, in the order in which they are asked."""


def pages_for(answers: Answers) -> list[str]:
    """The pages that are asked: not who there is where people are there, nor how a filter begins where none runs."""
    left_out = ({"lead", "others"} if answers.staff else set()) | (set() if answers.is_filtered_here else {"fails"})
    return [key for key in PAGES if key not in left_out]


def form_of(page: str, answers: Answers) -> Page:
    """The form of a page with what was answered; not bound where nothing was."""
    return PAGES[page](answers.given.get(page), answers=answers)


def list_unanswered(answers: Answers) -> list[str]:
    """The pages that were not answered, or whose answers no longer hold with the others."""
    forms = {page: form_of(page, answers) for page in pages_for(answers)}
    return [page for page, form in forms.items() if not (form.is_bound and form.is_valid())]
