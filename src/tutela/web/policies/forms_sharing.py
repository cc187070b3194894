"""What is asked when a template is shared or taken in."""

from django.utils.translation import gettext_lazy as _

from tutela.web.establishments.forms import handing_on


class ShareForm(handing_on.ShareForm):
    """By whom, and under which licence."""

    licence_hint = _("While clauses of a template are left in it, the licence of that template stays.")


class TakeInForm(handing_on.TakeInForm):
    """A signed file of another establishment."""

    file_hint = _("Its name ends in .tutela-template.")
