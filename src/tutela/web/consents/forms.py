"""What is asked about pictures."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tutela.web.consents.models import REFERENCE_LETTERS, Consent
from tutela.web.consents.offers import Offer
from tutela.web.core import forms
from tutela.web.establishments.models import Group, Person

MOST_PEOPLE = 400
Find = Callable[[str], list[Person]]


class PeopleForm(forms.Form):
    """Asks for people: a class, names on lines, or both. `find` gives the people of a name."""

    offer = forms.ChoiceField(
        label=_("What is the picture for, and where will it be seen?"),
        choices=[],
        widget=forms.Select,
        error_messages={"required": _("Select what it is for")},
    )
    group = forms.ChoiceField(label=_("Everybody of a class or year"), choices=[], required=False, widget=forms.Select)
    names = forms.CharField(
        label=_("Names"),
        help_text=_("One on each line, as you would write them"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(rows=6),
    )

    def __init__(
        self, *args: Any, offers: Sequence[Offer], groups: Sequence[Group], find: Find,
        members: Callable[[Group], list[Person]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.offers = {one.key: one for one in offers}
        self.groups = {str(group.pk): group for group in groups}
        self.find, self.members = find, members
        self.fields["offer"].choices = [("", ""), *((key, one.title) for key, one in self.offers.items())]
        self.fields["group"].choices = [("", gettext("None")), *((key, one.name) for key, one in self.groups.items())]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        group = self.groups.get(given.get("group") or "")
        people: list[Person] = self.members(group) if group else []
        lines = [" ".join(line.split()) for line in (given.get("names") or "").splitlines() if line.strip()]
        if len(lines) > MOST_PEOPLE:
            self.add_error("names", gettext("Enter at most %(most)d names at once") % {"most": MOST_PEOPLE})
            lines = []
        for line in lines:
            found = self._find(line)
            if found:
                people.append(found)
        if not people and not self.errors:
            self.add_error("names", gettext("Choose a class, or enter at least one name"))
        given["people"] = list(dict.fromkeys(people))
        given["chosen"] = self.offers.get(given.get("offer") or "")
        return given

    def _find(self, name: str) -> Person | None:
        found = self.find(name)
        exact = [one for one in found if one.full_name.casefold() == name.casefold()]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if found:
            names = ", ".join(one.full_name for one in found[:5])
            said = gettext("“%(name)s” fits several people: %(names)s. Enter the whole name")
            self.add_error("names", said % {"name": name, "names": names})
        else:
            self.add_error("names", gettext("Nobody here is called “%(name)s”") % {"name": name})
        return None


class NoteUse(PeopleForm):
    """Where a picture was used, and whom it shows."""

    what = forms.CharField(
        label=_("What is to be seen?"), max_length=200, error_messages={"required": _("Enter what is to be seen")}
    )
    where = forms.CharField(
        label=_("Where exactly?"),
        help_text=_("The address of the page, the issue, or the wall, so that somebody can take it down"),
        max_length=300,
        error_messages={"required": _("Enter where it is")},
    )
    on = forms.DateField(
        label=_("Since when?"),
        help_text=_("For example, 22 1 2027"),
        in_past=True,
        error_messages={"required": _("Enter the day")},
    )

    field_order = ("what", "offer", "where", "on", "group", "names")


class NoteAnswer(forms.Form):
    """What somebody said on paper or in a letter."""

    given_by = forms.ChoiceField(
        label=_("Who answered?"),
        choices=[],
        widget=forms.Radios,
        error_messages={"required": _("Select who answered")},
    )
    agreed = forms.MultipleChoiceField(
        label=_("Yes to"), choices=[], required=False, widget=forms.Checkboxes(small=True)
    )
    refused = forms.MultipleChoiceField(
        label=_("No to"), choices=[], required=False, widget=forms.Checkboxes(small=True)
    )
    evidence = forms.ChoiceField(
        label=_("How did they answer?"),
        choices=[(value, words) for value, words in Consent.Evidence.choices if value != Consent.Evidence.ON_SCREEN],
        widget=forms.Radios(small=True),
        error_messages={"required": _("Select how they answered")},
    )
    reference = forms.CharField(
        label=_("Where does it lie?"), help_text=_("A folder, a number"), max_length=REFERENCE_LETTERS, required=False
    )
    from_on = forms.DateField(
        label=_("From which day does it hold?"),
        help_text=_("For example, 22 1 2027"),
        error_messages={"required": _("Enter the day")},
    )
    until_on = forms.DateField(
        label=_("From which day does it hold no more?"),
        help_text=_("The day after the last on which it counts. Leave it empty where no end was given."),
        required=False,
    )

    def __init__(self, *args: Any, people: Sequence[Person], offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.fields["given_by"].choices = [(key, one.full_name) for key, one in self.people.items()]
        for name in ("agreed", "refused"):
            self.fields[name].choices = [(one.key, one.title) for one in offers]
        self.fields["from_on"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        agreed, refused = set(given.get("agreed") or ()), set(given.get("refused") or ())
        if agreed & refused:
            self.add_error("refused", gettext("An answer is yes or no, not both"))
        elif not agreed | refused and not self.errors:
            self.add_error("agreed", gettext("Select what they said yes or no to"))
        given["answers"] = dict.fromkeys(agreed, True) | dict.fromkeys(refused, False)
        given["by"] = self.people.get(given.get("given_by") or "")
        return given


class Withdraw(forms.Form):
    """Who withdrew it, and when."""

    by = forms.ChoiceField(
        label=_("Who withdrew it?"),
        choices=[],
        widget=forms.Radios,
        error_messages={"required": _("Select who withdrew it")},
    )
    on = forms.DateField(
        label=_("From which day?"),
        help_text=_("For example, 22 1 2027"),
        error_messages={"required": _("Enter the day")},
    )
    reference = forms.CharField(
        label=_("How do you know?"), help_text=_("A letter, a call"), max_length=REFERENCE_LETTERS, required=False
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.fields["by"].choices = [(key, one.full_name) for key, one in self.people.items()]
        self.fields["on"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        given["by"] = self.people.get(given.get("by") or "")
        return given


class TakeDown(forms.Form):
    """How it was taken down, and when."""

    how = forms.CharField(
        label=_("How was it taken down?"),
        help_text=_("What is printed cannot be called back: say what was done with what is left"),
        max_length=300,
        error_messages={"required": _("Enter how it was taken down")},
    )
    on = forms.DateField(
        label=_("On which day?"),
        help_text=_("For example, 22 1 2027"),
        error_messages={"required": _("Enter the day")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class AnswerAll(forms.Form):
    """Yes or no to each thing that is asked; what is left open stays open."""

    mark_optional = False

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in offers:
            self.fields[one.key] = forms.ChoiceField(
                label=one.channel.title[:1].upper() + one.channel.title[1:],
                choices=[("yes", gettext("Yes")), ("no", gettext("No"))],
                required=False,
                widget=forms.Radios(inline=True, small=True),
            )

    @property
    def answers(self) -> dict[str, bool]:
        """What was answered, by the offer's key."""
        return {key: value == "yes" for key, value in self.cleaned_data.items() if value}


class AnswerSmall(forms.Form):
    """One question for a child: what families are asked one by one would mean nothing to them."""

    mark_optional = False

    all = forms.ChoiceField(
        label=_("May we show pictures of you?"),
        choices=[("yes", _("I do not mind")), ("no", _("I would rather not"))],
        widget=forms.Radios,
        error_messages={"required": _("Choose one of the two")},
    )

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [one.key for one in offers]

    @property
    def answers(self) -> dict[str, bool]:
        """The same for everything that is asked."""
        return dict.fromkeys(self.keys, self.cleaned_data["all"] == "yes")


class FindPerson(forms.FilterForm):
    """Somebody by name."""

    q = forms.CharField(label=_("Name"), max_length=160, widget=forms.TextInput(width=20))
