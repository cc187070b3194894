"""What is asked when a review is completed."""

from typing import Any

from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.responsibilities.forms.people import WhoForm


class CompleteReview(WhoForm):
    """Who sees to what was found, and by when."""

    who = gettext_lazy("Who sees to it?")
    required_words = gettext_lazy("Select who sees to what was found")

    risks_by = forms.DateField(
        label=gettext_lazy("By which day are the risks dealt with?"),
        error_messages={"required": gettext_lazy("Enter the day for the risks")},
    )
    improvements_by = forms.DateField(
        label=gettext_lazy("By which day are the improvements made?"),
        error_messages={"required": gettext_lazy("Enter the day for the improvements")},
    )

    field_order = ("owner", "owner_name", "risks_by", "improvements_by")

    def __init__(self, *args: Any, risks: int, improvements: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not risks:
            del self.fields["risks_by"]
        if not improvements:
            del self.fields["improvements_by"]
        if not risks and not improvements:
            del self.fields["owner"]
            del self.fields["owner_name"]
