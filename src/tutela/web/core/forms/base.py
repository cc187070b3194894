"""The forms every app starts from."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString

from tutela.web.core.forms import question, unsent, words


class Question(forms.BoundField):
    """One field as one question: label, hint, error and input together; `{{ form.name }}` shows all of it."""

    def __str__(self) -> SafeString:
        return question.render(self)

    __html__ = as_field_group = __str__

    def value(self) -> Any:
        """What its box shows: what was typed before the session ended, where this form was sent then."""
        typed = getattr(self.form, "typed_before", None)
        widget = self.field.widget
        # what stood hidden in the page may be out of date, and secrets were not kept
        if typed is None or widget.is_hidden or self.field.disabled or not unsent.may_be_kept(self.html_name):
            return super().value()
        return self.field.prepare_value(widget.value_from_datadict(typed, {}, self.html_name))


class Look(forms.BaseForm):
    """What makes a Django form ours: GOV.UK markup, GOV.UK wording, checks by the server alone."""

    bound_field_class = Question
    template_name = "core/forms/form.html"
    # The browser's own bubbles vanish, cannot be styled and are not read out well; the summary does that work.
    use_required_attribute = False
    mark_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        words.speak_plainly(self.fields)
        self._typed_before = unsent.find_for(self)

    @property
    def typed_before(self) -> QueryDict | None:
        """What was typed here before the session ended. Asked again, as a form's own `__init__` may change fields."""
        if self._typed_before is None:
            self._typed_before = unsent.find_for(self)
        return self._typed_before

    def as_typed(self) -> dict[str, str]:
        """What was typed so far into the boxes for text that were sent, unchecked; no secrets."""
        boxes = [name for name, field in self.fields.items() if isinstance(field, forms.CharField)]
        names = {name: self.add_prefix(name) for name in boxes if unsent.is_typed(self, name)}
        return {name: self.data[sent] for name, sent in names.items() if sent in self.data}

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields shown at the top level: neither hidden nor revealed by the answer to another."""
        revealed = question.revealed_names(self)
        return [bound for bound in self.visible_fields() if bound.name not in revealed]


class Form(Look, forms.Form):
    """A form of our own fields."""


class ModelForm(Look, forms.ModelForm):
    """A form whose fields come from a model."""


class FilterForm(Look, forms.Form):
    """Narrows a list: read from the address (GET), every question optional and none marked so."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
