"""Forms that look and speak like GOV.UK: `class Report(forms.Form)`, then `{{ form.what }}` or `{{ form }}`.

Django's fields under their own names, and ours where Django's ask in a way people find hard (dates, times) or keep
text as each browser sends it. See docs/how-to/build-a-page.md.
"""

from django.core.exceptions import ValidationError
from django.forms import (
    BooleanField,
    ChoiceField,
    DecimalField,
    FileField,
    HiddenInput,
    IntegerField,
    ModelChoiceField,
    ModelMultipleChoiceField,
    MultipleChoiceField,
    PasswordInput,
    Select,
    TypedChoiceField,
    UUIDField,
)

from tutela.web.core.forms.base import FilterForm, Form, ModelForm
from tutela.web.core.forms.fields import CharField, DateField, EmailField, TimeField, URLField
from tutela.web.core.forms.widgets import Checkboxes, DateInput, Radios, Textarea, TextInput

__all__ = [
    "BooleanField",
    "CharField",
    "Checkboxes",
    "ChoiceField",
    "DateField",
    "DateInput",
    "DecimalField",
    "EmailField",
    "FileField",
    "FilterForm",
    "Form",
    "HiddenInput",
    "IntegerField",
    "ModelChoiceField",
    "ModelForm",
    "ModelMultipleChoiceField",
    "MultipleChoiceField",
    "PasswordInput",
    "Radios",
    "Select",
    "TextInput",
    "Textarea",
    "TimeField",
    "TypedChoiceField",
    "URLField",
    "UUIDField",
    "ValidationError",
]
