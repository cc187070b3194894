"""What is asked about a lesson."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.establishments.models import Group
from tutela.web.registers.forms.addresses import address_field


class NoteLesson(forms.Form):
    """To whom, when, what was done, and where the material is."""

    group = forms.ChoiceField(
        label=gettext_lazy("Whom did you teach?"),
        choices=[],
        widget=forms.Select,
        error_messages={"required": gettext_lazy("Select whom you taught")},
    )
    taught_on = forms.DateField(
        label=gettext_lazy("When?"),
        help_text=gettext_lazy("For example, 3 9 2026"),
        in_past=True,
        error_messages={"required": gettext_lazy("Enter the day")},
    )
    what = forms.CharField(
        label=gettext_lazy("What did you do?"),
        help_text=gettext_lazy("One sentence, for whoever teaches it next. Name nobody."),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter what you did")},
    )
    plan_id = forms.ChoiceField(label=gettext_lazy("With which plan?"), choices=[], required=False, widget=forms.Select)
    resource_id = forms.ChoiceField(
        label=gettext_lazy("From the register of links"), choices=[], required=False, widget=forms.Select
    )
    link = address_field(gettext_lazy("Or another link to the material"), required=False)

    def __init__(
        self, *args: Any, groups: Iterable[Group], resources: Iterable[Any], plans: Iterable[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("Choose")), *((str(one.pk), one.name) for one in groups)]
        offered = [(str(one.pk), one.words.title) for one in plans]
        self.fields["plan_id"].choices = [("", _("None")), *offered]
        if not offered:
            del self.fields["plan_id"]
        links = [(str(one.pk), one.title) for one in resources]
        self.fields["resource_id"].choices = [("", _("None")), *links]
        if not links:
            del self.fields["resource_id"]
