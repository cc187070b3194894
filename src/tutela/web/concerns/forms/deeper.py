"""What is asked of a colleague, of what was seen on a body, and of supervision."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.concerns import words
from tutela.web.concerns.forms.work import Versioned, text_area
from tutela.web.concerns.shipped.lists import list_parts
from tutela.web.core import forms

FOR_EXAMPLE = gettext_lazy("For example, 22 11 2026")


class AskColleague(Versioned):
    """Whom, what, by when."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you ask for?"), choices=words.choices(words.ASKED_FOR), widget=forms.Radios()
    )
    asked = forms.ChoiceField(label=gettext_lazy("Whom do you ask?"))
    question = text_area(
        gettext_lazy("What do you ask?"),
        gettext_lazy("This is all that they see. Write it so that it names nobody."),
        rows=4,
    )
    needs_name = forms.BooleanField(label=gettext_lazy("They need the name to do what I ask"), required=False)
    due_on = forms.DateField(label=gettext_lazy("By which day?"), help_text=FOR_EXAMPLE)

    def __init__(self, *args: Any, colleagues: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked"].choices = [("", _("Choose a colleague")), *colleagues]


class Answer(forms.Form):
    """What a colleague answers."""

    text = text_area(gettext_lazy("What is your answer?"), rows=5)


class MarkBody(Versioned):
    """One mark on somebody's body."""

    person = forms.ChoiceField(label=gettext_lazy("On whom?"), widget=forms.Radios())
    part = forms.ChoiceField(label=gettext_lazy("Which part of the body?"))
    side = forms.ChoiceField(
        label=gettext_lazy("Which side?"),
        help_text=gettext_lazy("Their own left and right"),
        choices=[("", gettext_lazy("Neither")), *words.SIDES.items()],
        widget=forms.Radios(),
        required=False,
    )
    view = forms.ChoiceField(
        label=gettext_lazy("Seen from where?"), choices=list(words.VIEWS.items()), widget=forms.Radios()
    )
    what = text_area(
        gettext_lazy("What was plainly to be seen?"),
        gettext_lazy("Size, colour, shape. Nobody is undressed for it, and no photograph is taken."),
        rows=3,
    )
    seen_by = forms.CharField(label=gettext_lazy("Who saw it?"), max_length=120)
    on = forms.DateField(label=gettext_lazy("Which day was it seen?"), help_text=FOR_EXAMPLE, in_past=True)
    clock = forms.TimeField(
        label=gettext_lazy("What time was it?"), help_text=gettext_lazy("For example, 9:15am"), required=False
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = list(people)
        parts = [(key, one.label) for key, one in list_parts().items()]
        self.fields["part"].choices = [("", _("Choose a part")), *parts]


class NoteSupervision(forms.Form):
    """A session that one had."""

    held_on = forms.DateField(label=gettext_lazy("When was it?"), help_text=FOR_EXAMPLE, in_past=True)
    supervisor = forms.ChoiceField(
        label=gettext_lazy("Who supervised you?"), widget=forms.Radios(reveals={"other": "supervisor_name"})
    )
    supervisor_name = forms.CharField(label=gettext_lazy("Their name"), max_length=120, required=False)
    notes = text_area(
        gettext_lazy("What came of it for you?"),
        gettext_lazy("Only the two of you can read this. What concerns a case belongs into the case."),
        rows=4,
    )
    next_on = forms.DateField(label=gettext_lazy("When is the next?"), help_text=FOR_EXAMPLE, required=False)

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].choices = [*people, ("other", _("Somebody else"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("supervisor") == "other" and not cleaned.get("supervisor_name"):
            self.add_error("supervisor_name", _("Enter their name"))
        return cleaned
