"""What pages say about documents, their checks and their clauses."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core.templatetags.when import day
from tutela.web.policies.models import Acknowledgement, Contribution, Document
from tutela.web.policies.queries import Signer, said_on
from tutela.web.policies.rules.checks import Refusal

REFUSALS = {
    "empty": gettext_lazy("There is not one clause."),
    "left-out": gettext_lazy(
        "The clause “%(about)s” of the template may be reworded, but not left out. Bring it "
        "back."
    ),
    "no-prevent": gettext_lazy(
        "No clause speaks of Prevent, which is a duty in your nation. Bring the clause of the template back, "
        "or add one and mark it."
    ),
    "no-contact": gettext_lazy("Nobody is named whom everybody can ask. Name the contact first."),
    "gap": gettext_lazy("A gap is empty: %(about)s."),
    "gaps": gettext_lazy("Gaps are empty: %(about)s."),
    "empty-clause": gettext_lazy("The clause “%(about)s” says nothing."),
    "unknown-name": gettext_lazy(
        "“%(about)s” in curly brackets is the name of no gap and no word of yours. Spell it as the other clauses do, "
        "or write it without brackets."
    ),
    "technology": gettext_lazy("“%(about)s” is in use, and no clause speaks of it."),
    "dead-link": gettext_lazy(
        "A clause leans on “%(about)s”, a document that nobody can find here. Say where it is kept, or take "
        "the link away."
    ),
    "dead-anchor": gettext_lazy("A clause has a link to “%(about)s”, which leads nowhere."),
    "no-review": gettext_lazy("There is no date of the next review."),
    "review-past": gettext_lazy("The date of the next review is not in the future."),
    "not-consulted": gettext_lazy("%(about)s were neither heard nor is there a reason why not."),
    "no-head": gettext_lazy("The head has not signed it."),
    "old-head": gettext_lazy("The words were changed after the head signed them. They have to sign again."),
    "no-minute": gettext_lazy("There is no minute of the governors."),
    "old-minute": gettext_lazy(
        "The words were changed after the governors approved them. Note the minute of what they approved "
        "then."
    ),
}  # fmt: skip
MEND = {
    "no-contact": "contact",
    "gap": "gaps",
    "gaps": "gaps",
    "no-review": "gaps",
    "review-past": "gaps",
    "dead-anchor": "clause",
    "empty-clause": "clause",
    "unknown-name": "clause",
    "not-consulted": "consult",
    "no-minute": "minute",
    "old-minute": "minute",
}
"""Where each is mended; the others on the page of the draft itself."""


def say(refusal: Refusal) -> str:
    """Why it may not be published, as a sentence."""
    about = str(Contribution.Group(refusal.about).label) if refusal.code == "not-consulted" else refusal.about
    about = in_words(about) if refusal.code == "dead-link" else about
    return str(REFUSALS[refusal.code]) % {"about": about}


def in_words(slug: str) -> str:
    """A slug as people would write it: “child-protection” is child protection."""
    return slug.replace("-", " ").capitalize()


def for_whom(document: Document) -> str:
    """Whom it is for, as the list says it."""
    said = str(document.get_audience_display())
    first, below = document.ages_from, document.ages_below
    if first is not None and below is not None:
        return _("%(who)s, from %(first)s to below %(below)s") % {"who": said, "first": first, "below": below}
    if first is not None:
        return _("%(who)s, from %(first)s") % {"who": said, "first": first}
    if below is not None:
        return _("%(who)s, below %(below)s") % {"who": said, "below": below}
    return said


def signer_in_words(signer: Signer) -> str:
    """Whose form it is, and what they said before: a no may be taken back on paper as well."""
    who = signer.person.full_name
    if signer.parent is not None:
        who = _("%(parent)s, for %(child)s") % {"parent": signer.parent.full_name, "child": who}
    if signer.last is None:
        return who
    said = {"who": who, "day": day(said_on(signer.last))}
    if signer.last.answer == Acknowledgement.Answer.AGREES:
        return _("%(who)s (agreed on %(day)s)") % said
    if signer.last.answer == Acknowledgement.Answer.DISAGREES:
        return _("%(who)s (said no on %(day)s)") % said
    return _("%(who)s (said “not now” on %(day)s)") % said


SYMBOLS = {
    "tell": gettext_lazy("Tell a grown-up"),
    "stop": gettext_lazy("Stop"),
    "ask": gettext_lazy("Ask first"),
    "share-kind": gettext_lazy("Share kind things"),
    "no-photo": gettext_lazy("No photos"),
    "private": gettext_lazy("Keep it private"),
    "screen-time": gettext_lazy("Screen time"),
    "adult-near": gettext_lazy("A grown-up is near"),
    "safe-sites": gettext_lazy("Safe pages"),
    "be-kind": gettext_lazy("Be kind"),
    "name-secret": gettext_lazy("My name is a secret"),
    "help": gettext_lazy("Help"),
    "bed-time": gettext_lazy("Bed time"),
}

PLACES = {
    "title": gettext_lazy("The title"),
    "summary": gettext_lazy("What it is for"),
    "author": gettext_lazy("Who made it"),
}
"""Parts of a text that are no clauses."""
