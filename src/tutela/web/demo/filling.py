"""The term of an establishment of the demo, planned into its days."""

from typing import TYPE_CHECKING

from tutela.web.demo import arranging, asking
from tutela.web.demo.signing import Signing
from tutela.web.demo.term import Term

if TYPE_CHECKING:
    from tutela.web.demo.matters import Days


def plan_term(days: "Days", term: Term) -> None:
    """Take in what the term tells of this establishment; in the order in which it stands there."""
    here = days.establishment.slug
    for told in (one for one in term.documents if one.place == here):
        Signing(days, told, term.kept_elsewhere).plan()
    for rows, plan in (
        (term.duties, arranging.plan_duties),
        (term.groups, arranging.plan_group),
        (term.contacts, arranging.plan_contact),
        (term.steps, arranging.plan_steps),
        (term.actions, arranging.plan_action),
        (term.surveys, asking.plan_survey),
        (term.consents, asking.plan_consents),
        (term.pictures, asking.plan_picture),
        (term.reviews, arranging.plan_review),
        (term.worries, asking.plan_worry),
    ):
        for one in rows:
            if one.place == here:
                plan(days, one)
