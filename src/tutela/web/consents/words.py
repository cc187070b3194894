"""Why a picture may be used or may not, in words."""

from django.utils.translation import gettext_lazy as _

from tutela.web.consents.rules import Reason, Verdict
from tutela.web.core.templatetags.when import day

REASONS = {
    Reason.AGREED: _("Agreed on %(day)s."),
    Reason.REFUSED: _("Refused on %(day)s."),
    Reason.OWN_NO: _("They said no themselves on %(day)s."),
    Reason.DISAGREE: _("Those who have responsibility do not agree. One said no on %(day)s."),
    Reason.WITHDRAWN: _("Withdrawn on %(day)s."),
    Reason.EXPIRED: _("It ran out on %(day)s. Ask again."),
    Reason.NOT_BEGUN: _("It holds from %(day)s only."),
    Reason.NOT_THEIRS: _("Whoever agreed does not answer for them any more. Ask again."),
    Reason.NOW_ADULT: _("They decide themselves now. Ask them."),
    Reason.NEVER_ASKED: _("Nobody has agreed. Ask first."),
    Reason.ASK_OFFICE: _("Ask the office about this person."),
}


def say(verdict: Verdict) -> str:
    """The reason as a sentence."""
    said = str(REASONS[verdict.reason])
    return said % {"day": day(verdict.on)} if verdict.on else said
