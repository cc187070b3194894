"""What is asked of whoever reports, and of whoever handles it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.allegations import shipped, words
from tutela.web.core import forms

MOST_LETTERS = 10_000
MOST_KEPT = 10 * MOST_LETTERS
"""Of an answer that is not sent yet: what is too long is kept too, so that it can be made shorter."""
KEPT = ("danger", "name", "person", "what", "when", "learners")
SOMEBODY_ELSE = "somebody-else"


def _choices(table: dict[str, Any]) -> list[tuple[str, Any]]:
    return list(table.items())


def text_area(label: Any, hint: Any = "", rows: int = 5, **more: Any) -> forms.CharField:
    """A longer answer in words."""
    return forms.CharField(
        label=label, help_text=hint, max_length=MOST_LETTERS, widget=forms.Textarea(rows=rows, count=True), **more
    )


class Kind(forms.Form):
    """What it is, before anything else: about oneself fewer questions follow."""

    reported_as = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=_choices(words.REPORTED_AS),
        widget=forms.Radios(hints=words.REPORTED_HINTS),
        error_messages={"required": gettext_lazy("Select what it is; “I am not sure” is a good answer")},
    )


class HandOn(forms.Form):
    """Whom a concern is about that is handed on; asked where nobody in it is known to work here."""

    name = forms.CharField(
        label=gettext_lazy("Who is it about?"),
        help_text=gettext_lazy("The adult’s name if you know it, or the words that were used"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter a name, or the words that were used")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, asks_who: bool, **kw: Any):
        super().__init__(*args, **kw)
        if not asks_who:
            del self.fields["name"]


class Tell(forms.Form):
    """The report. Whom it is about is looked for among the people whom the reporter may see."""

    danger = forms.ChoiceField(
        label=gettext_lazy("Is anyone in danger right now?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("not-sure", gettext_lazy("I am not sure"))],
        widget=forms.Radios(),
    )
    name = forms.CharField(
        label=gettext_lazy("Who is it about?"),
        help_text=gettext_lazy("First and last name, if you know them"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter a name, or words that say who you mean")},
    )
    person = forms.ChoiceField(
        label=gettext_lazy("Which of these people?"),
        widget=forms.Radios(last_apart=True),
        error_messages={"required": gettext_lazy("Select who it is about, or “Somebody else”")},
    )
    what = text_area(
        gettext_lazy("What did you see, hear or were told?"),
        gettext_lazy("Facts, in the words that were used. Then what worries you about it."),
        rows=7,
        error_messages={"required": gettext_lazy("Enter what you saw, heard or were told")},
    )
    when = forms.CharField(
        label=gettext_lazy("When and where was it?"),
        help_text=gettext_lazy("For example, “Tuesday after school, in the gym”"),
        max_length=300,
        required=False,
    )
    learners = forms.CharField(label=gettext_lazy("Learners"), max_length=500, required=False)

    def __init__(self, *args: Any, find: Callable[[str], Iterable[Any]], is_self: bool, learners: str, **kw: Any):
        super().__init__(*args, **kw)
        self.find, self.is_self = find, is_self
        self.fields["learners"].label = _("Which %(learners)s were there, or may be affected?") % {"learners": learners}
        if is_self:
            del self.fields["name"]
            self.fields["what"].label = _("What happened?")
        found = [] if is_self else self._found()
        if found:
            other = (SOMEBODY_ELSE, _("Somebody else"))
            self.fields["person"].choices = [(str(one.pk), _described(one)) for one in found] + [other]
        else:
            del self.fields["person"]

    def _found(self) -> Sequence[Any]:
        said = self.data.get(self.add_prefix("name"), "") if self.is_bound else self.initial.get("name", "")
        return list(self.find(" ".join(str(said).split())))

    def as_typed(self) -> dict[str, str]:
        """What was sent, in order or not, so that it can be there again."""
        return {name: str(self.data.get(self.add_prefix(name), ""))[:MOST_KEPT] for name in KEPT}

    def answers(self) -> dict[str, Any]:
        """What was said, as `operations.report` takes it."""
        given = self.cleaned_data
        person = given.get("person", "")
        return {
            "danger": given["danger"] != "no",
            "name": given.get("name", ""),
            "person_id": None if person in ("", SOMEBODY_ELSE) else person,
            "what": given["what"],
            "when": given["when"],
            "learners": given["learners"],
        }


def _described(person: Any) -> str:
    return f"{person.full_name} – {person.organisation}" if person.organisation else person.full_name


class Words(forms.Form):
    """One longer answer."""

    words = text_area(gettext_lazy("What do you want to add or put right?"))

    def __init__(self, *args: Any, label: str = "", hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["words"].label = label
        self.fields["words"].help_text = hint


class Versioned(Words):
    """Carries what was last read, so that nobody writes over what they have not seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class Write(Versioned):
    """An entry: what it is, when it was, in words."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=_choices(words.WRITTEN),
        widget=forms.Radios(hints=words.WRITTEN_HINTS),
    )
    on = forms.DateField(label=gettext_lazy("When was it?"), in_past=True)
    at = forms.TimeField(label=gettext_lazy("What time?"), help_text=gettext_lazy("About when is enough"))

    field_order = ["kind", "on", "at", "words"]


class Officer(Versioned):
    """The designated officer was told."""

    officer = forms.CharField(
        label=gettext_lazy("Whom did you speak with?"),
        help_text=gettext_lazy("Name, office and their reference, if they gave one"),
        max_length=300,
    )
    on = forms.DateField(label=gettext_lazy("When was it?"), in_past=True)
    at = forms.TimeField(label=gettext_lazy("What time?"), help_text=gettext_lazy("About when is enough"))

    field_order = ["officer", "on", "at", "words"]


def moment(given: dict[str, Any]) -> datetime:
    """The moment that a form means, by the clock of the place."""
    return timezone.make_aware(datetime.combine(given["on"], given["at"]))


class Pack(forms.Form):
    """What the body asks for and the matter does not hold; whatever is left empty is marked as not known."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, parts: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in parts:
            self.fields[f"part_{part.key}"] = text_area(part.ask, part.hint, rows=3, required=False)

    def answers(self) -> dict[str, str]:
        """By the key of each part."""
        given = self.cleaned_data
        return {name.removeprefix("part_"): given[name].strip() for name in given if name.startswith("part_")}


class Decide(Versioned):
    """The threshold."""

    decision = forms.ChoiceField(label=gettext_lazy("What do you decide?"), widget=forms.Radios())
    field_order = ["decision", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label=_("Why?"), **kwargs)
        known = shipped.get_words().thresholds
        self.fields["decision"].choices = [(one.id, one.title) for one in known]
        self.fields["decision"].widget.hints = {one.id: one.meaning for one in known}


class End(Versioned):
    """The outcome, of the track that was decided on."""

    outcome = forms.ChoiceField(label=gettext_lazy("What is the outcome?"), widget=forms.Radios())
    field_order = ["outcome", "words"]

    def __init__(self, *args: Any, track: str, **kwargs: Any) -> None:
        super().__init__(*args, label=_("What was found, and what follows from it?"), **kwargs)
        known = [one for one in shipped.get_words().outcomes if one.track == track]
        self.fields["outcome"].choices = [(one.id, one.title) for one in known]
        self.fields["outcome"].widget.hints = {one.id: one.meaning for one in known}


class Find(forms.Form):
    """Somebody's name, or a part of it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    field_order = ["name", "person"]

    person = forms.ChoiceField(label=gettext_lazy("Which person?"), widget=forms.Radios())
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, find: Callable[[str], Iterable[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = str(self.data.get(self.add_prefix("name"), "")) if self.is_bound else ""
        found = list(find(typed))
        self.fields["person"].choices = [(str(one.pk), _described(one)) for one in found]
        self.is_found = bool(found)
        if not found:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if not self.is_found and not self.errors:
            self.add_error("name", _("Nobody of that name works here. Three letters are enough"))
        return given


class OpenTo(Versioned):
    """To whom, and why."""

    person = forms.ChoiceField(label=gettext_lazy("To whom?"), widget=forms.Radios())
    field_order = ["person", "words"]

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, label=_("Why do they need to know?"), **kwargs)
        self.fields["person"].choices = list(people)


class ForLearner(Versioned):
    """A concern about a learner, for those who look after them."""

    name = forms.CharField(label=gettext_lazy("Whom is the concern for?"), max_length=120)
    person = forms.ChoiceField(label=gettext_lazy("Which of these?"), widget=forms.Radios(last_apart=True))
    share = forms.BooleanField(required=False)
    field_order = ["name", "person", "words", "share"]

    def __init__(self, *args: Any, find: Callable[[str], Iterable[Any]], lead: str, **kwargs: Any) -> None:
        hint = _(
            "Only what they need so as to look after them. Do not name the adult, nor say what they may have done."
        )
        super().__init__(*args, label=_("What do they need to know?"), hint=hint, **kwargs)
        if lead:
            self.fields["share"].label = _("Let the %(lead)s know that I am handling a matter about an adult") % {
                "lead": lead
            }
        else:
            del self.fields["share"]
        typed = str(self.data.get(self.add_prefix("name"), "")) if self.is_bound else ""
        found = list(find(typed))
        other = (SOMEBODY_ELSE, _("Somebody else"))
        self.fields["person"].choices = [(str(one.pk), one.full_name) for one in found] + [other]
        if not found:
            del self.fields["person"]


class Outside(forms.Form):
    """Whom people turn to outside."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    role_words = forms.CharField(
        label=gettext_lazy("Who they are"),
        help_text=gettext_lazy(
            "For example, “designated officer of the county council” or “chief executive of the trust”"
        ),
        max_length=120,
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=30, widget=forms.TextInput(width=20))
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Address for letters"), max_length=300, required=False, widget=forms.Textarea(rows=3)
    )


class DecideKeeping(forms.Form):
    """Destroy the record of an ended matter, or keep it."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        choices=[("keep", gettext_lazy("Keep it")), ("destroy", gettext_lazy("Destroy it for good"))],
        widget=forms.Radios(hints={"destroy": gettext_lazy("Nobody can undo this.")}),
        error_messages={"required": gettext_lazy("Select what you decide")},
    )
    reason = forms.CharField(
        label=gettext_lazy("If you keep it: why?"),
        help_text=gettext_lazy("Name nobody: this line outlives the record."),
        max_length=400,
        widget=forms.Textarea(rows=2, count=True),
        required=False,
    )
    again_on = forms.DateField(label=gettext_lazy("If you keep it: when does somebody look again?"), required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        given["destroy"] = given.pop("decision", "") == "destroy"
        if not given["destroy"] and not self.errors:
            if not given.get("reason"):
                self.add_error("reason", _("Say why it is kept"))
            if not given.get("again_on"):
                self.add_error("again_on", _("Enter the day"))
        return given
