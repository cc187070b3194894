"""Labels and hints in our words for forms that are not ours."""

from typing import Any

from tutela.web.core.forms import TextInput
from tutela.web.core.forms.fields import UNREADABLE


class Reworded:
    """Gives fields of a form that is not ours their labels and hints."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["null_characters_not_allowed"] = UNREADABLE
            if name == "code":
                # eight digits at most; phones show their digits
                field.widget = TextInput(attrs={**field.widget.attrs, "inputmode": "numeric"}, width=10)
