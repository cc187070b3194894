"""What is asked when a case is closed, and after that."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.concerns import words
from tutela.web.concerns.forms.work import Versioned, text_area
from tutela.web.concerns.operations import GroupSupportGiven, Support
from tutela.web.core import forms


class CloseCase(Versioned):
    """The outcome, support for each bystander, and what the establishment learned."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("How did it end?"), choices=words.choices(words.OUTCOMES), widget=forms.Radios()
    )
    text = text_area(gettext_lazy("What was the outcome for the person, and why is it enough?"))
    is_lesson = forms.ChoiceField(
        label=gettext_lazy("Did we learn something for the whole organisation?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.Radios(),
    )
    lesson = text_area(
        gettext_lazy("What was it, or why is there nothing to learn?"),
        gettext_lazy("Name nobody: others may read this later."),
        rows=3,
    )

    group = forms.CharField(
        label=gettext_lazy("Did a group see or hear it?"),
        help_text=gettext_lazy("Such as a class or a chat. Leave it empty if there was none."),
        max_length=200,
        required=False,
    )
    group_support = forms.ChoiceField(
        label=gettext_lazy("What support does the group get?"),
        choices=words.choices(words.SUPPORT),
        widget=forms.Radios(),
        required=False,
    )
    group_words = forms.CharField(
        label=gettext_lazy("What was decided for the group, and why?"), max_length=500, required=False
    )
    covers_named = forms.BooleanField(
        label=gettext_lazy("It holds for each person named below as well"), required=False
    )

    def __init__(self, *args: Any, bystanders: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bystanders = list(bystanders)
        for key, name in self.bystanders:
            self.fields[f"support_{key}"] = forms.ChoiceField(
                label=_("What support does %(name)s get?") % {"name": name},
                help_text=_("They saw or heard what happened."),
                choices=words.choices(words.SUPPORT),
                widget=forms.Radios(),
                # unless the decision for the group covers them; a form that was not sent yet asks for each
                required="covers_named" not in self.data,
                error_messages={"required": _("Decide what support %(name)s gets") % {"name": name}},
            )
            self.fields[f"words_{key}"] = forms.CharField(
                label=_("What was decided for %(name)s?") % {"name": name}, max_length=500, required=False
            )
        if not self.bystanders:
            del self.fields["covers_named"]
        asked = [f"{kind}_{key}" for key, _name in self.bystanders for kind in ("support", "words")]
        group = ["group", "group_support", "group_words", "covers_named"]
        self.order_fields(["version", "outcome", "text", *group, *asked, "is_lesson", "lesson"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("group") or cleaned.get("group_support") or cleaned.get("covers_named"):
            for field, message in (
                ("group", _("Enter who the group is")),
                ("group_support", _("Decide what support the group gets")),
                ("group_words", _("Enter what was decided for the group, and why")),
            ):
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, message)
        return cleaned

    def group_decided(self) -> GroupSupportGiven | None:
        """What was decided for the group, where there is one."""
        given = self.cleaned_data
        if not given["group"]:
            return None
        return GroupSupportGiven(
            given["group"], given["group_support"], given["group_words"], given.get("covers_named", False)
        )

    def support(self) -> dict[UUID, Support]:
        """What was decided for each bystander."""
        return {
            key: Support(self.cleaned_data[f"support_{key}"], self.cleaned_data[f"words_{key}"])
            for key, _name in self.bystanders
            if self.cleaned_data[f"support_{key}"]
        }


class AnswerCheck(Versioned):
    """Whether all is still well."""

    fine = forms.ChoiceField(
        label=gettext_lazy("Is it well?"),
        choices=[
            ("yes", gettext_lazy("Yes")),
            ("no", gettext_lazy("No, the case has to be opened again")),
        ],
        widget=forms.Radios(),
        error_messages={"required": gettext_lazy("Select whether it is well")},
    )
    text = text_area(gettext_lazy("How do you know?"), gettext_lazy("Whom you asked, and what they said."), rows=3)


class LinkCase(Versioned):
    """Which other case, and what they have to do with each other."""

    other = forms.ChoiceField(
        label=gettext_lazy("Which case?"),
        error_messages={"required": gettext_lazy("Select a case")},
    )
    text = text_area(gettext_lazy("What do they have to do with each other?"), rows=3)

    def __init__(self, *args: Any, cases: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [("", _("Choose a case")), *cases]


class ActOnLesson(forms.Form):
    """What is to be done about what was learned."""

    title = forms.CharField(
        label=gettext_lazy("What is to be done?"),
        help_text=gettext_lazy(
            "Everybody who works on actions can read this. Name nobody, and tell nothing of the case."
        ),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter what is to be done")},
    )
    due_on = forms.DateField(
        label=gettext_lazy("By which day?"),
        help_text=gettext_lazy("For example, 22 11 2026"),
        error_messages={"required": gettext_lazy("Enter the day by which it is to be done")},
    )
