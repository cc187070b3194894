"""What is asked of whoever searches."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.concerns.rules import searching
from tutela.web.core import forms


class Search(forms.Form):
    """Words that all have to be there."""

    words = forms.CharField(
        label=_("What are you looking for?"),
        help_text=_("All words have to be there. Put quotation marks round words that stand together."),
        max_length=searching.MOST_LETTERS,
    )

    def clean_words(self) -> Any:
        asked = self.cleaned_data["words"]
        if not searching.words_asked(asked):
            raise forms.ValidationError(_("Enter a word of at least two letters"))
        return asked
