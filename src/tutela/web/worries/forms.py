"""The questions of a worry, one for each page, in the words of its reader. None of them takes a file."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.worries import receipts
from tutela.web.worries.pages import Asked

MOST_LETTERS = 10_000
CHOOSE = gettext_lazy("Choose one of the answers")
Answers = dict[str, Any]
NO_TRACE = {"autocomplete": "off", "spellcheck": "true"}


class Question(forms.Form):
    """One question with the words of its reader. `answers` are what is kept; `partly` what is kept half-typed."""

    mark_optional = False

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.speak()

    def speak(self) -> None:
        """Put the words of the reader to the fields."""
        raise NotImplementedError

    def answers(self) -> Answers:
        """What is kept of the answer."""
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}

    @property
    def partly(self) -> Answers:
        """What was typed so far, checked for nothing but its length."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        return {name: value[:MOST_LETTERS].replace("\x00", "") for name, value in typed.items() if value}

    def say(self, name: str, label: str, hint: str = "", answers: dict[str, str] | None = None) -> None:
        """The label, hint and choices of one field."""
        field = self.fields[name]
        field.label, field.help_text = label, hint
        if answers is not None:
            field.choices = list(answers.items())


class Danger(Question):
    """Whether it can wait. Somebody who is not sure is taken to mean yes."""

    danger = forms.ChoiceField(widget=forms.Radios(), error_messages={"required": CHOOSE})

    def speak(self) -> None:
        self.say("danger", self.asked.ask, self.asked.hint, self.asked.answers)


class What(Question):
    """What happened, in their own words."""

    what = forms.CharField(
        max_length=MOST_LETTERS,
        widget=forms.Textarea(NO_TRACE, rows=8),
        error_messages={"required": gettext_lazy("Write what happened. A few words are enough")},
    )

    def speak(self) -> None:
        self.say("what", self.asked.ask, self.asked.hint)


class Who(Question):
    """Whom it is about."""

    who = forms.ChoiceField(widget=forms.Radios(reveals={"other": "names"}), error_messages={"required": CHOOSE})
    names = forms.CharField(required=False, max_length=400, widget=forms.TextInput(NO_TRACE))

    def speak(self) -> None:
        self.say("who", self.asked.ask, self.asked.hint, self.asked.answers)
        self.say("names", self.asked.names)


class By(Question):
    """Who did it: whoever is named here never reads it."""

    by = forms.CharField(required=False, max_length=400, widget=forms.TextInput(NO_TRACE))

    def speak(self) -> None:
        self.say("by", self.asked.ask, self.asked.hint)

    def answers(self) -> Answers:
        return {"by": self.cleaned_data["by"]}


class Where(Question):
    """Online or not, and where."""

    place = forms.ChoiceField(widget=forms.Radios(), error_messages={"required": CHOOSE})
    where = forms.CharField(required=False, max_length=200, widget=forms.TextInput(NO_TRACE))

    def speak(self) -> None:
        self.say("place", self.asked.ask, self.asked.hint, self.asked.answers)
        self.say("where", self.asked.where)


class Name(Question):
    """Whether they say who they are. It is as easy to say no."""

    named = forms.ChoiceField(widget=forms.Radios(reveals={"yes": "own_name"}), error_messages={"required": CHOOSE})
    own_name = forms.CharField(required=False, max_length=200, widget=forms.TextInput(NO_TRACE))

    def speak(self) -> None:
        self.say("named", self.asked.ask, self.asked.hint, self.asked.answers)
        self.say("own_name", self.asked.named)

    def clean(self) -> Answers:
        cleaned: Answers = super().clean() or self.cleaned_data
        if cleaned.get("named") == "yes" and not cleaned.get("own_name"):
            self.add_error("own_name", _("Write your name, or choose “No”"))
        return cleaned

    def answers(self) -> Answers:
        kept = super().answers()
        # a name that was typed and then not given is not kept
        return kept if kept["named"] == "yes" else {"named": "no", "own_name": ""}


class Meant(forms.Form):
    """Asked only where the account speaks of somebody who would read it: whether it is about them."""

    meant = forms.ChoiceField(
        choices=[
            ("yes", gettext_lazy("Yes. They must not read this")),
            ("no", gettext_lazy("No. They can read it and help")),
        ],
        widget=forms.Radios(),
        error_messages={"required": CHOOSE},
    )

    def __init__(self, *args: Any, mentioned: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mentioned:
            del self.fields["meant"]
            return
        names = ", ".join(f"“{name}”" for name in mentioned)
        self.fields["meant"].label = _("You wrote %(names)s. Did they do something wrong?") % {"names": names}


FORMS: dict[str, type[Question]] = {
    "danger": Danger,
    "what": What,
    "who": Who,
    "by": By,
    "place": Where,
    "name": Name,
}


class OneWord(forms.Form):
    """One of the six words, to see that they were written down."""

    word = forms.CharField(
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}, width=20),
        error_messages={"required": gettext_lazy("Write the word")},
    )

    def __init__(self, *args: Any, number: int, right: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.right = right
        self.fields["word"].label = _("What is word number %(number)d?") % {"number": number}
        self.fields["word"].help_text = _("Look at what you wrote down.")

    def clean_word(self) -> str:
        typed = receipts.tidy(self.cleaned_data["word"])
        if typed != (self.right,):
            raise forms.ValidationError(_("That is not the word. Look at the six words again, and write them down"))
        return self.right


class SixWords(forms.Form):
    """The receipt, in one box or with anything between the words."""

    words = forms.CharField(
        label=gettext_lazy("Your six words"),
        help_text=gettext_lazy("Put a space between them. Capital letters do not matter."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write your six words")},
    )

    def clean_words(self) -> tuple[str, ...]:
        typed = receipts.tidy(self.cleaned_data["words"])
        slips = receipts.find_slips(typed)
        if len(typed) != receipts.WORDS:
            raise forms.ValidationError(_("Write all six words. You wrote %(number)d") % {"number": len(typed)})
        if slips:
            meant = [
                _("“%(word)s” (do you mean “%(meant)s”?)") % {"word": word, "meant": near} if near else f"“{word}”"
                for word, near in slips
            ]
            raise forms.ValidationError(_("These are not among our words: %(words)s") % {"words": ", ".join(meant)})
        return typed


class More(forms.Form):
    """Something more, from either side."""

    text = forms.CharField(
        label=gettext_lazy("Do you want to write something more?"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(NO_TRACE, rows=5),
        error_messages={"required": gettext_lazy("Write something first")},
    )


class Answer(forms.Form):
    """What the safeguarding team writes back."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy(
            "Short and kind, in words for their age. Do not ask who they are. They see no name of yours, unless you "
            "write it."
        ),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(rows=6),
        error_messages={"required": gettext_lazy("Write your answer")},
    )


class WhoIAm(forms.Form):
    """Who they are, said later of their own accord."""

    name = forms.CharField(
        label=gettext_lazy("What is your name?"),
        help_text=gettext_lazy("You do not have to. Once you have told us, it cannot be taken back."),
        max_length=200,
        widget=forms.TextInput(NO_TRACE),
        error_messages={"required": gettext_lazy("Write your name, or go back")},
    )
