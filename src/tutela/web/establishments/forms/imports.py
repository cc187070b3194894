"""What is asked when people are imported."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.establishments.importing.reading import MOST_BYTES
from tutela.web.establishments.models import PeopleImport

AROUND_THE_FILE = 64 * 1024
"""Room for the other answers and what parts them, in bytes."""


class HeldInMemory(MemoryFileUploadHandler):
    """Keeps the whole file in memory, never on the disc in plain text; one that is too large is not kept at all."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002  Django's signature
        META: Any,  # noqa: ARG002, N803
        content_length: int,
        boundary: Any,  # noqa: ARG002
        encoding: Any = None,  # noqa: ARG002
    ) -> None:
        self.activated = content_length <= MOST_BYTES + AROUND_THE_FILE


class UploadForm(forms.Form):
    """Which file, and what it holds."""

    file = forms.FileField(
        label=_("Choose a CSV file"),
        help_text=_("20 MB and 50,000 rows at most. Its first row names the columns."),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty")},
    )
    kind = forms.ChoiceField(
        label=_("What is in it?"),
        choices=[("", _("See from its first row")), *PeopleImport.Kind.choices],
        required=False,
        widget=forms.Radios(small=True),
    )
    mark_optional = False

    def check_size(self, length: str) -> None:
        """Say that the file was too large to be kept, instead of that there was none."""
        if length.isdigit() and int(length) > MOST_BYTES + AROUND_THE_FILE:
            self.errors.pop("file", None)
            self.add_error("file", _("The file is larger than 20 MB. Split it."))
