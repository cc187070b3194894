"""Error messages in GOV.UK's manner: they say what to do, and name the question."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

CHOICES = (forms.ChoiceField, forms.ModelChoiceField)


def speak_plainly(fields: Mapping[str, forms.Field]) -> None:
    """Replace Django's standard messages; one that a form sets itself stays."""
    for name, field in fields.items():
        for code, text in _messages(field, str(field.label or name.replace("_", " ").capitalize())).items():
            if field.error_messages.get(code) is _standard(field, code):
                field.error_messages[code] = text


def _standard(field: forms.Field, code: str) -> object:
    """Django's own message for this code, or None where it leaves the wording to a validator."""
    for kind in type(field).__mro__:
        if code in getattr(kind, "default_error_messages", {}):
            return kind.default_error_messages[code]
    return None


def _messages(field: forms.Field, label: str) -> dict[str, str]:
    asked = label.endswith("?")
    thing = label if label[:2].isupper() else label[:1].lower() + label[1:]
    subject = _("Your answer to ‘%s’") % label if asked else label
    messages = {"max_length": _("%s must be %%(limit_value)d characters or fewer") % subject.replace("%", "%%")}
    if isinstance(field, forms.BooleanField):
        messages["required"] = _("Tick the box to continue")
    elif isinstance(field, CHOICES):
        messages["required"] = _("Select an answer to ‘%s’") % label if asked else _("Select %s") % thing
        messages["invalid_choice"] = _("Select one of the answers shown")
    elif isinstance(field, forms.FileField):
        messages["required"] = _("Choose a file")
        messages["empty"] = _("The file you chose is empty")
    else:
        messages["required"] = _("Enter an answer to ‘%s’") % label if asked else _("Enter %s") % thing
    if isinstance(field, forms.CharField):
        unreadable = _("%s contains a character that cannot be kept. Type it again without it") % subject
        messages["null_characters_not_allowed"] = messages["half_letter"] = unreadable
    if isinstance(field, forms.EmailField):
        messages["invalid"] = _("Enter an email address in the correct format, like name@example.com")
    elif isinstance(field, forms.IntegerField) and not isinstance(field, forms.FloatField | forms.DecimalField):
        messages["invalid"] = _("%s must be a whole number, like 15") % subject
        messages["min_value"] = _("%s must be %%(limit_value)s or more") % subject.replace("%", "%%")
        messages["max_value"] = _("%s must be %%(limit_value)s or fewer") % subject.replace("%", "%%")
    elif isinstance(field, forms.URLField):
        messages["invalid"] = _("Enter a web address, like www.example.org")
    return messages
