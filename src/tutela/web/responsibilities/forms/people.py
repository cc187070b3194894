"""Who: one of those who lead, or somebody else by name."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.actions.forms.owners import NOBODY, OwnerForm


class WhoForm(OwnerForm):
    """Asks for one person, always somebody."""

    who = _("Who?")
    required_words = _("Select who")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        owner.label = self.who
        owner.error_messages["required"] = self.required_words
        owner.choices = [one for one in owner.choices if one[0] != NOBODY]
