"""The question about a log: which file, and what wrote it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.events.importers import FORMATS
from tutela.events.importers.mapped_csv import read_map, shipped
from tutela.web.core import forms

AUTO = "auto"


def _forms() -> list[tuple[str, Any]]:
    logs = [(name, module.TITLE[:1].upper() + module.TITLE[1:]) for name, module in FORMATS.items()]
    tables = [(f"map:{name}", read_map(name).name) for name in shipped() if not name.startswith("example")]
    return [(AUTO, _("Find out by its first lines")), *logs, *tables]


class Upload(forms.Form):
    """A log of another filter."""

    log = forms.FileField(
        label=_("Which log?"),
        help_text=_("As your filter wrote it, or packed (.gz, .bz2, .xz). Up to 2 GB."),
        error_messages={
            "required": _("Choose the log"),
            "empty": _("The file you chose is empty"),
            "invalid": _("Choose the log"),
        },
    )
    form = forms.ChoiceField(label=_("What wrote it?"), choices=_forms, initial=AUTO)
