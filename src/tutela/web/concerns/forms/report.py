"""The questions of a report, one form for each page, in the order in which they are asked."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.concerns import words
from tutela.web.core import forms
from tutela.web.core.terms import Terms

MOST_LETTERS = 10_000
SOMEBODY_ELSE = "somebody-else"
YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


class Danger(forms.Form):
    """Whether it can wait. Somebody who is not sure is taken to mean yes."""

    danger = forms.ChoiceField(
        label=gettext_lazy("Is anyone in danger right now?"),
        choices=[*YES_NO, ("not-sure", gettext_lazy("I am not sure"))],
        widget=forms.Radios(),
    )

    @staticmethod
    def initial_of(answers: dict[str, Any]) -> dict[str, Any]:
        return {"danger": answers["danger"]} if "danger" in answers else {}

    def answers(self) -> dict[str, Any]:
        danger = self.cleaned_data["danger"]
        return {"danger": danger, "immediate_danger": danger != "no"}


class Told(forms.Form):
    """A form is no substitute for a conversation. Asked when it is known whom it is about."""

    told = forms.ChoiceField(choices=YES_NO, widget=forms.Radios())

    def __init__(self, *args: Any, contact: str = "", terms: Terms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = contact or _("the %(lead)s") % {"lead": terms.dsl}
        field = self.fields["told"]
        field.label = _("Have you told %(name)s in person?") % {"name": name}
        field.help_text = _(
            "Not if it may be about %(name)s or another adult who works here. Then tell the %(head)s alone, or the "
            "%(chair)s if it is about the %(head)s."
        ) % {"name": name, "head": terms.head, "chair": terms.chair}
        field.error_messages["required"] = _("Select yes or no")

    @staticmethod
    def initial_of(answers: dict[str, Any]) -> dict[str, Any]:
        return {"told": "yes" if answers["told_in_person"] else "no"} if "told_in_person" in answers else {}

    def answers(self) -> dict[str, Any]:
        return {"told_in_person": self.cleaned_data["told"] == "yes"}


class Find(forms.Form):
    """Somebody's name, or a part of it."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter a name")},
    )

    def __init__(self, *args: Any, may_search: bool = True, may_add: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_search:
            hint = _("First and last name, if you know them")
        elif may_add:
            hint = _("Three letters are enough. If they are not on the list, you can still add the name.")
        else:
            hint = _("Three letters are enough.")
        self.fields["name"].help_text = hint


class Choose(forms.Form):
    """Which of the people found, and what part they have in it."""

    person = forms.ChoiceField(
        label=gettext_lazy("Which person?"),
        widget=forms.Radios(last_apart=True),
        error_messages={"required": gettext_lazy("Select a person")},
    )
    role = forms.ChoiceField(
        label=gettext_lazy("What is their part in it?"),
        choices=words.choices(words.ROLES),
        widget=forms.Radios(),
        error_messages={"required": gettext_lazy("Select what their part is")},
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], typed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        if self.people:
            other = (SOMEBODY_ELSE, _("Somebody else, called “%(name)s”") % {"name": typed})
            self.fields["person"].choices = [*self.people, other]
        else:
            del self.fields["person"]
            self.fields["role"].label = _("What is the part of “%(name)s” in it?") % {"name": typed}
        self.typed = typed

    def chosen(self) -> dict[str, str]:
        """Key (empty for a name that was typed), name and role."""
        key = self.cleaned_data.get("person", SOMEBODY_ELSE)
        person = "" if key == SOMEBODY_ELSE else key
        name = dict(self.people)[key].partition(" – ")[0] if person else self.typed
        return {"id": person, "name": name, "role": self.cleaned_data["role"]}


class What(forms.Form):
    """The account, in their own words."""

    what = forms.CharField(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy(
            "What you saw, heard or were told, in the words that were used. Facts first, then what worries you."
        ),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(rows=8, count=True),
        error_messages={"required": gettext_lazy("Enter what happened")},
    )

    @staticmethod
    def initial_of(answers: dict[str, Any]) -> dict[str, Any]:
        return {"what": answers.get("what_happened", "")}

    def answers(self) -> dict[str, Any]:
        return {"what_happened": self.cleaned_data["what"]}


class FromDevice(forms.Form):
    """What was written without a connection, and the number that the device gave it."""

    id = forms.UUIDField()
    who = forms.CharField(max_length=120, required=False)
    what = forms.CharField(max_length=MOST_LETTERS, error_messages={"required": gettext_lazy("Enter what happened")})
    done = forms.CharField(max_length=MOST_LETTERS, required=False)

    def answers(self) -> dict[str, Any]:
        typed = self.cleaned_data
        answers = {"what_happened": typed["what"]}
        answers |= {"looking_for": typed["who"]} if typed["who"] else {}
        return answers | ({"action_taken": typed["done"]} if typed["done"] else {})


class When(forms.Form):
    """When and where, as far as it is known."""

    place = forms.ChoiceField(
        label=gettext_lazy("Was it online?"),
        choices=[
            ("online", gettext_lazy("Online")),
            ("offline", gettext_lazy("In person")),
            ("both", gettext_lazy("Both")),
        ],
        widget=forms.Radios(),
    )
    where = forms.CharField(
        label=gettext_lazy("Where?"),
        help_text=gettext_lazy("An app, a website, a room, the way home"),
        max_length=200,
        required=False,
    )
    on = forms.DateField(
        label=gettext_lazy("Which day was it?"),
        help_text=gettext_lazy("For example, 22 11 2026. Leave it empty if you do not know."),
        required=False,
        in_past=True,
    )
    clock = forms.TimeField(
        label=gettext_lazy("About what time?"), help_text=gettext_lazy("For example, 9:15am"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("clock") and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", _("Enter the day, or leave the time empty"))
        return cleaned

    @staticmethod
    def initial_of(answers: dict[str, Any]) -> dict[str, Any]:
        at = answers.get("happened_at")
        local = timezone.localtime(datetime.fromisoformat(at)) if at else None
        return {
            "place": answers.get("place"),
            "where": answers.get("where", ""),
            "on": local.date() if local else None,
            "clock": local.time() if local and local.time() != time(0) else None,
        }

    def answers(self) -> dict[str, Any]:
        at = moment_of(self.cleaned_data["on"], self.cleaned_data["clock"])
        return {
            "place": self.cleaned_data["place"],
            "where": self.cleaned_data["where"],
            "happened_at": at.isoformat() if at else None,
        }


class Kind(forms.Form):
    """What sort of worry it is; the four Cs follow from it."""

    theme = forms.ChoiceField(
        label=gettext_lazy("What is it mostly about?"),
        choices=[(key, theme.label) for key, theme in words.THEMES.items()],
        widget=forms.Radios(
            hints={key: theme.hint for key, theme in words.THEMES.items() if theme.hint}, last_apart=True
        ),
    )

    @staticmethod
    def initial_of(answers: dict[str, Any]) -> dict[str, Any]:
        return {"theme": answers.get("theme")}

    def answers(self) -> dict[str, Any]:
        theme = self.cleaned_data["theme"]
        return {"theme": theme, "four_c": words.THEMES[theme].four_c}


class Done(forms.Form):
    """What a partner's staff did themselves: the DSL has to know both (requirement S3.42)."""

    done = forms.CharField(
        label=gettext_lazy("What have you done about it so far?"),
        help_text=gettext_lazy(
            "Whom you told, what you said to the learner, what you kept or changed. If nothing yet, say so."
        ),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(rows=6, count=True),
        error_messages={"required": gettext_lazy("Enter what you have done, or that you have done nothing yet")},
    )

    @staticmethod
    def initial_of(answers: dict[str, Any]) -> dict[str, Any]:
        return {"done": answers.get("action_taken", "")}

    def answers(self) -> dict[str, Any]:
        return {"action_taken": self.cleaned_data["done"]}


class Addition(forms.Form):
    """What somebody adds to their own report."""

    text = forms.CharField(
        label=gettext_lazy("What do you want to add or put right?"),
        help_text=gettext_lazy("What you sent before stays as it is. This is kept beside it."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(rows=6, count=True),
        error_messages={"required": gettext_lazy("Enter what you want to add")},
    )


def moment_of(on: Any, clock: time | None) -> datetime | None:
    """A day and perhaps a time, in the local zone. A day without a time is its midnight, and is shown as a day."""
    if on is None:
        return None
    return timezone.make_aware(datetime.combine(on, clock or time(0)))
