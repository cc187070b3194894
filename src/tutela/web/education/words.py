"""Words that stand on several pages."""

from django.utils.translation import gettext_lazy as _

AUDIENCES = {
    "staff": _("Everybody who works here"),
    "governors": _("Governors"),
    "leads": _("Those who lead safeguarding"),
}

PLAN_PARTS = {
    "title": _("The title"),
    "goal": _("What learners can do afterwards"),
    "steps": _("What learners do"),
    "materials": _("The materials"),
    "questions": _("The questions"),
    "source": _("The source"),
    "author": _("Who made it"),
}
"""Parts of a lesson plan, by their names in it."""
