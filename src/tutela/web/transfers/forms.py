"""What is asked when a file goes to the next place or comes from the one before."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.transfers import words

NOBODY = "nobody"


def _text(label: Any, hint: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=2000, widget=forms.Textarea(rows=3, count=True), **more
    )


class Choose(forms.Form):
    """Whose file it is."""

    person = forms.ChoiceField(
        label=_("Who leaves?"), choices=[], widget=forms.Radios(), error_messages={"required": _("Select who leaves")}
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = list(people)


class Leaver(forms.Form):
    """When the clock begins."""

    starts_on = forms.DateField(
        label=_("When do they begin at the next place?"),
        help_text=_(
            "If it is over the holidays: the first day of the next term. The file is due five school days later."
        ),
        error_messages={"required": _("Enter the day on which they begin there")},
    )


class Make(forms.Form):
    """What goes along, to whom, and whose names are masked."""

    mark_optional = False

    partner = forms.ChoiceField(
        label=_("Which place is it for?"),
        help_text=_("Only places whose ten words were compared by telephone are listed."),
        choices=[],
        widget=forms.Radios(),
        error_messages={"required": _("Select the place it is for")},
    )
    cases = forms.MultipleChoiceField(
        label=_("Which cases go along?"),
        choices=[],
        widget=forms.Checkboxes(),
        error_messages={"required": _("Select at least one case")},
    )
    exhibits = forms.MultipleChoiceField(
        label=_("Which exhibits go along?"),
        help_text=_(
            "Each goes as it came: names in it are not masked, so choose a copy with parts taken out where others are "
            "named. 40 MB together. Of what is locked only the fact is told, with the police’s reference."
        ),
        choices=[],
        widget=forms.Checkboxes(),
        required=False,
    )
    masked = forms.MultipleChoiceField(
        label=_("Whose names are masked?"),
        help_text=_(
            "They become [person A] in every text. Untick whoever the next place has to know, such as a brother or "
            "sister who goes there too, or somebody they must be kept apart from."
        ),
        choices=[],
        widget=forms.Checkboxes(),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        partners: Iterable[tuple[str, str]],
        cases: Iterable[tuple[str, str]],
        exhibits: Mapping[str, Iterable[tuple[str, str]]],
        people: Iterable[str],
        **kwargs: Any,
    ) -> None:
        """exhibits: what can be chosen, by the case's key."""
        super().__init__(*args, **kwargs)
        self.of_case = {key: case for case, chosen in exhibits.items() for key, _words in chosen}
        self.fields["exhibits"].choices = [one for chosen in exhibits.values() for one in chosen]
        if not self.of_case:
            del self.fields["exhibits"]
        self.fields["partner"].choices = list(partners)
        self.fields["cases"].choices = list(cases)
        self.fields["masked"].choices = [(name, name) for name in people]
        if not self.fields["masked"].choices:
            del self.fields["masked"]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        cases = answers.get("cases", ())
        if any(self.of_case[key] not in cases for key in answers.get("exhibits", ())):
            self.add_error("exhibits", _("Select the case of each exhibit too, or leave the exhibit out"))
        return answers


class HandOver(forms.Form):
    """How it left."""

    on = forms.DateField(
        label=_("Which day was it sent?"), in_past=True, error_messages={"required": _("Enter the day")}
    )
    way = forms.ChoiceField(
        label=_("How was it sent?"),
        choices=list(words.WAYS.items()),
        widget=forms.Radios(),
        error_messages={"required": _("Select how it was sent")},
    )
    text: Any = _text(_("To whom?"), _("Name and office"), error_messages={"required": _("Enter to whom it was sent")})


class File(forms.Form):
    """A file from a place elsewhere."""

    file = forms.FileField(label=_("File"), error_messages={"required": _("Choose the file")})

    def __init__(self, *args: Any, label: str, hint: str = "", most_bytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label, self.fields["file"].help_text = label, hint
        self.most_bytes = most_bytes

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > self.most_bytes:
            raise forms.ValidationError(
                _t("The file is larger than %(most)d bytes. It is not one of these") % {"most": self.most_bytes}
            )
        content: bytes = file.read()
        return content


class Reason(forms.Form):
    """Why nothing is sent."""

    text: Any = _text(
        _("Why is nothing sent?"),
        _("For example: nobody knows where they went, and the council’s missing-education team was told."),
        error_messages={"required": _("Say why nothing is sent")},
    )


class SpokenTo(forms.Form):
    """Who read out the words."""

    spoken_to = forms.CharField(
        label=_("Who read the words out, and on which number did you ring?"),
        help_text=_("Ring a number from their website or your records, never one from the message with the card."),
        max_length=200,
        error_messages={"required": _("Enter whom you spoke to")},
    )
    same = forms.BooleanField(
        label=_("All ten words were the same, in the same order"),
        error_messages={"required": _("If a word differed, do not use this card. Tell them, and stop using it")},
    )


class IntoCase(forms.Form):
    """Into which case of ours an exhibit goes."""

    case = forms.ChoiceField(
        label=_("Which case does it belong to?"),
        choices=[],
        widget=forms.Radios(),
        error_messages={"required": _("Select the case")},
    )

    def __init__(self, *args: Any, cases: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = list(cases)


class Link(forms.Form):
    """Who here a received file is about."""

    person = forms.ChoiceField(
        label=_("Who is it here?"),
        choices=[],
        widget=forms.Radios(),
        error_messages={"required": _("Select who it is, or that they are on no list yet")},
    )
    why: Any = _text(_("If it was linked to somebody else before: what was wrong?"), required=False)

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [*people, (NOBODY, _t("Nobody of these; they are not on our list yet"))]
        if is_first:
            del self.fields["why"]
