"""What is asked while a document is tailored, heard, approved and answered."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.engagement.models import Survey
from tutela.web.policies.authored.model import Clause, Question, Variable
from tutela.web.policies.forms_citing import Citing
from tutela.web.policies.models import Acknowledgement, Contribution, Version
from tutela.web.policies.queries import Signer
from tutela.web.policies.texts.merge import Conflict, Side
from tutela.web.policies.words import in_words, signer_in_words

HINT = gettext_lazy("Paragraphs, lists (a line for each point, begun with -) and links. Pasted text loses its look.")


def _text(label: Any, **more: Any) -> forms.CharField:
    more.setdefault("max_length", 2000)
    more.setdefault("widget", forms.Textarea(rows=4, count=True))
    return forms.CharField(label=label, **more)


class Reword(Citing):
    """The words of one clause, and what it is held against."""

    mark_optional = False
    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("Heading"), max_length=60)
    text = _text(gettext_lazy("Words"), help_text=HINT, max_length=20000, widget=forms.Textarea(rows=14))
    links = forms.MultipleChoiceField(
        label=gettext_lazy("Documents that this clause leans on"), required=False, choices=[],
        help_text=gettext_lazy("Take away a tick where there is no such document here."),
        widget=forms.Checkboxes(small=True),
    )  # fmt: skip

    def __init__(self, *args: Any, clause: Clause, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, clause=clause, **kwargs)
        self.fields["links"].choices = [(one, names.get(one) or in_words(one)) for one in clause.links]
        if not clause.links:
            del self.fields["links"]


class NewClause(Citing):
    """A clause of one's own."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("Heading"), max_length=60)
    text = _text(gettext_lazy("Words"), help_text=HINT, max_length=20000, widget=forms.Textarea(rows=10))
    after = forms.ChoiceField(label=gettext_lazy("Where does it stand?"), choices=[], required=False)
    prevent = forms.BooleanField(label=gettext_lazy("It speaks of Prevent"), required=False)

    mark_optional = False

    def __init__(self, *args: Any, clauses: Sequence[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        after = [(one.id, _("After “%(title)s”") % {"title": one.title}) for one in clauses]
        self.fields["after"].choices = [("", _("At the end")), *after]


class Gaps(forms.Form):
    """What differs here, the date of the next review, and why there is a new version."""

    mark_optional = False
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, variables: Sequence[Variable], facts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # what only they can say stands first
        for one in sorted(variables, key=lambda one: bool(facts.get(one.fact))):
            known = facts.get(one.fact, "")
            hint = _("From records: %(known)s. Leave empty to keep it so.") % {"known": known} if known else ""
            if not hint and one.example:
                hint = _("For example, %(example)s") % {"example": one.example}
            self.fields[f"gap_{one.id}"] = forms.CharField(
                label=one.label, help_text=hint, required=False, max_length=300
            )
        self.fields["review_on"] = forms.DateField(
            label=_("When is it to be reviewed next?"), help_text=_("For example, 1 9 2027"), required=False
        )
        self.fields["reason"] = _text(_("Why is there this version?"), required=False, max_length=500)

    @property
    def values(self) -> dict[str, str]:
        return {name[4:]: value for name, value in self.cleaned_data.items() if name.startswith("gap_")}


class Heard(forms.Form):
    """What a group said, or why it is not asked."""

    mark_optional = False

    group = forms.ChoiceField(label=gettext_lazy("Which group?"), choices=Contribution.Group.choices)
    kind = forms.ChoiceField(
        label=gettext_lazy("Were they heard?"),
        choices=[("heard", gettext_lazy("Yes")), ("waived", gettext_lazy("No, for a reason"))],
        widget=forms.Radios(),
    )
    who = forms.CharField(
        label=gettext_lazy("Who spoke, and how many?"), max_length=200, required=False,
        help_text=gettext_lazy("For example, the school council, 12 of them. Name no learner."),
    )  # fmt: skip
    heard_on = forms.DateField(label=gettext_lazy("On which day?"), in_past=True, required=False)
    words = _text(gettext_lazy("What did they say, or why were they not asked?"))
    survey = forms.ChoiceField(
        label=gettext_lazy("Is it what a survey brought?"), required=False, choices=[], widget=forms.Select,
        help_text=gettext_lazy("Then who spoke, how many and when come from the survey, and a link to it stays here."),
    )  # fmt: skip

    def __init__(self, *args: Any, surveys: Iterable[Survey] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.surveys = {str(one.pk): one for one in surveys}
        shown = [(key, f"{one.title} ({one.get_audience_display()})") for key, one in self.surveys.items()]
        self.fields["survey"].choices = [("", _("No")), *shown]
        if not shown:
            del self.fields["survey"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        survey = given["survey"] = self.surveys.get(given.get("survey", ""))
        if survey is not None:
            if given.get("kind") != "heard" or given.get("group") != survey.audience:
                self.add_error("survey", _("Select a survey of the group that was heard"))
            given["heard_on"] = survey.closed_on
            given["who"] = _("Survey: %(n)s of %(asked)s answered") % {"n": survey.answered, "asked": survey.asked}
        elif given.get("kind") == "heard":
            if not given.get("who"):
                self.add_error("who", _("Enter who spoke, and how many"))
            if not given.get("heard_on") and "heard_on" not in self.errors:
                self.add_error("heard_on", _("Enter the day on which they were heard"))
        return given


class Became(forms.Form):
    """What became of a contribution."""

    taken_up = forms.ChoiceField(
        label=gettext_lazy("Is it taken up?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.Radios(inline=True),
    )
    words = _text(gettext_lazy("What was changed, or why was it not?"))


class Minute(forms.Form):
    """Where the governors' approval stands."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    body = forms.CharField(
        label=gettext_lazy("Which meeting?"), max_length=120, help_text=gettext_lazy("For example, full governing body")
    )
    held_on = forms.DateField(label=gettext_lazy("When was it held?"), in_past=True)
    reference = forms.CharField(
        label=gettext_lazy("Number of the minute"), max_length=60, widget=forms.TextInput(width=20)
    )


class Chosen(forms.Form):
    """Whose words stand where both the place and its template changed a clause."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, conflicts: Sequence[Conflict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in conflicts:
            sides = {"ours": one.ours, "theirs": one.theirs}
            self.fields[f"choose-{one.id}"] = forms.ChoiceField(
                label=one.title,
                choices=[("ours", _("Yours")), ("theirs", _("The template’s"))],
                widget=forms.Radios(hints={side: its.text if its else _("left out") for side, its in sides.items()}),
                error_messages={"required": _("Choose whose words stand")},
            )

    @property
    def sides(self) -> dict[str, Side]:
        """What was chosen so far, by the id of the clause."""
        given = getattr(self, "cleaned_data", {})
        return {name[7:]: side for name, side in given.items() if name.startswith("choose-") and side}


class Elsewhere(forms.Form):
    """Where a document is kept that is not in Tutela."""

    title = forms.CharField(label=gettext_lazy("What is it called?"), max_length=120)
    where = forms.CharField(
        label=gettext_lazy("Where is it?"), max_length=300, help_text=gettext_lazy("An address, a folder or a chapter.")
    )


class Reply(forms.Form):
    """One's answer to an agreement, after a short check of understanding."""

    mark_optional = False

    def __init__(
        self, *args: Any, questions: Sequence[Question], who: str = "", is_short: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for number, one in enumerate(questions):
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=one.ask,
                choices=[(str(n), answer) for n, answer in enumerate(one.answers, start=1)],
                widget=forms.Radios(),
                required=False,  # whoever says “not now” need not go through them
            )
        label = _("Do you agree for %(who)s?") % {"who": who} if who else _("Do you agree?")
        self.fields["answer"] = forms.ChoiceField(
            label=label,
            choices=list(zip(Acknowledgement.Answer.values, _answers(is_short=is_short), strict=True)),
            widget=forms.Radios(),
            error_messages={"required": _("Choose one of the three")},
        )
        label = _("Do you want to say something?") if is_short else _("Is there something you want to say about it?")
        self.fields["words"] = _text(label, required=False, max_length=1000, widget=forms.Textarea(rows=3))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("answer") != Acknowledgement.Answer.NOT_NOW:
            for name in self._asked:
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose an answer. It is no test: you see what is right afterwards."))
        return given

    @property
    def _asked(self) -> list[str]:
        return [name for name in self.fields if name.startswith("q")]

    @property
    def chosen(self) -> list[int]:
        """What was chosen in the short check, in the order of the questions."""
        return [int(value) for name in self._asked if (value := self.cleaned_data.get(name))]


def _answers(*, is_short: bool) -> list[str]:
    if is_short:
        return [_("Yes"), _("No, I want to talk about it"), _("Not now")]
    return [_("I agree"), _("I do not agree"), _("Not now")]


class PaperForms(forms.Form):
    """Forms that came back on paper."""

    mark_optional = False

    kept = forms.CharField(
        label=gettext_lazy("Where are the forms kept?"), max_length=200,
        help_text=gettext_lazy("For example, folder 9B, main office"),
    )  # fmt: skip
    returned_on = forms.DateField(label=gettext_lazy("When did they come back?"), in_past=True)
    answer = forms.ChoiceField(
        label=gettext_lazy("What do they say?"),
        choices=[("agrees", gettext_lazy("They agree")), ("disagrees", gettext_lazy("They do not agree"))],
        widget=forms.Radios(inline=True),
    )
    text = forms.ChoiceField(label=gettext_lazy("Which text is on them?"), choices=[], widget=forms.Radios())
    people = forms.MultipleChoiceField(
        label=gettext_lazy("Whose forms are they?"), choices=[], widget=forms.Checkboxes(small=True)
    )

    def __init__(self, *args: Any, signers: Iterable[Signer], texts: Iterable[Version], **kwargs: Any) -> None:
        """`texts`: what may be on the forms; nothing is asked where that is one."""
        super().__init__(*args, **kwargs)
        self._texts = {str(one.pk): one for one in texts}
        self.fields["text"].choices = [
            (key, _("%(title)s, version %(number)s") % {"title": one.title, "number": one.number})
            for key, one in self._texts.items()
        ]
        if len(self._texts) < 2:
            del self.fields["text"]
        self.signers = {one.key: one for one in signers}
        self.fields["people"].choices = [(key, signer_in_words(one)) for key, one in self.signers.items()]

    @property
    def _ticked(self) -> list[Signer]:
        return [self.signers[key] for key in self.cleaned_data["people"]]

    @property
    def read(self) -> Version | None:
        """The text that is on the forms, where it is not that of the agreement."""
        chosen = self.cleaned_data.get("text")
        return None if chosen in (None, next(iter(self._texts))) else self._texts[chosen]

    @property
    def themselves(self) -> list[UUID]:
        """Who signed for themselves."""
        return [one.person.pk for one in self._ticked if one.parent is None]

    @property
    def for_children(self) -> list[tuple[UUID, UUID]]:
        """The child and the parent who signed."""
        return [(one.person.pk, one.parent.pk) for one in self._ticked if one.parent is not None]


class Sheet(forms.Form):
    """A sheet that visitors signed at the desk."""

    mark_optional = False

    visitors = forms.IntegerField(
        label=gettext_lazy("How many visitors signed it?"), min_value=-500, max_value=500,
        widget=forms.TextInput(width=4),
        help_text=gettext_lazy("Who they are stands on the sheet alone. A minus takes back what was entered too much."),
    )  # fmt: skip
    signed_until = forms.DateField(label=gettext_lazy("On which day did the last of them sign?"), in_past=True)
    kept = forms.CharField(
        label=gettext_lazy("Where is the sheet kept?"), max_length=200,
        help_text=gettext_lazy("For example, visitors’ folder, front desk"),
    )  # fmt: skip

    def clean_visitors(self) -> int:
        """None signed is no sheet."""
        given: int = self.cleaned_data["visitors"]
        if given == 0:
            raise forms.ValidationError(_("Enter how many signed it"))
        return given


def initial_gaps(values: dict[str, str], review_on: date | None, reason: str, seen: int) -> dict[str, Any]:
    """What the form of the gaps shows first."""
    return {f"gap_{key}": value for key, value in values.items()} | {
        "review_on": review_on, "reason": reason, "seen": seen,
    }  # fmt: skip
