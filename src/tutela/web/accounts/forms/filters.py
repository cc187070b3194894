"""How the list of accounts is narrowed."""

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms

FLAG_WORDS = (
    ("leaver", _("Has left, account still open")),
    ("no-factor", _("Reads about people without a second factor")),
    ("dormant", _("Not used for 90 days")),
    ("shared", _("Same e-mail address as another account")),
    ("closed", _("Closed")),
)
KINDS = (
    ("staff", _("Staff")),
    ("learner", _("Learners")),
    ("parent", _("Parents and carers")),
    ("partner", _("Partners")),
)


class AccountFilter(forms.FilterForm):
    """Every field may be left out."""

    name = forms.CharField(label=_("Name or login"), max_length=80)
    kind = forms.ChoiceField(label=_("Who"), choices=[("", _("Everybody")), *KINDS])
    show = forms.ChoiceField(label=_("Show"), choices=[("", _("All accounts")), *FLAG_WORDS])


class PersonSearch(forms.FilterForm):
    """Whom to help."""

    name = forms.CharField(label=_("Name or login"), max_length=80)
