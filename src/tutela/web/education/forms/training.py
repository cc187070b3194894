"""What is asked about training."""

import hashlib
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.education.rules import sheet
from tutela.web.education.shipped.training import get_training, list_courses
from tutela.web.establishments.importing.reading import CannotRead, read_rows, read_sheet

MOST_BYTES = 10 * 1024 * 1024
MOST_LETTERS = 400_000


class NoteTraining(forms.Form):
    """Which course, when, with whom, and where its certificate is."""

    course = forms.ChoiceField(
        label=gettext_lazy("Which course?"),
        choices=[],
        widget=forms.Radios,
        error_messages={"required": gettext_lazy("Select the course")},
    )
    done_on = forms.DateField(
        label=gettext_lazy("When was it finished?"),
        help_text=gettext_lazy("For example, 3 9 2026"),
        in_past=True,
        error_messages={"required": gettext_lazy("Enter the day")},
    )
    left_out = forms.MultipleChoiceField(
        label=gettext_lazy("Which forms of abuse did it leave out?"),
        help_text=gettext_lazy("Leave all boxes empty where it dealt with all that the course is for."),
        choices=[],
        required=False,
        widget=forms.Checkboxes(small=True),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("When does the certificate run out?"),
        help_text=gettext_lazy("Leave it empty where it names no day."),
        required=False,
    )
    provider = forms.CharField(label=gettext_lazy("Who gave it?"), max_length=160, required=False)
    certificate_with = forms.CharField(
        label=gettext_lazy("Who holds the certificate?"),
        help_text=gettext_lazy("For example, the staff file in the office."),
        max_length=160,
        required=False,
    )
    certificate = forms.FileField(
        label=gettext_lazy("The certificate itself"),
        help_text=gettext_lazy("Its fingerprint is kept, so that it can be proved later. The file is not kept."),
        required=False,
        error_messages={"empty": gettext_lazy("The file is empty")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = [(one.id, one.title) for one in list_courses().values()]
        self.fields["left_out"].choices = [(one.id, one.title) for one in get_training().topics]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        file = given.pop("certificate", None)
        given["certificate_sha256"] = ""
        if file is not None and file.size > MOST_BYTES:
            self.add_error("certificate", _("The file is larger than 10 MB"))
        elif file is not None:
            digest = hashlib.sha256()
            for chunk in file.chunks():
                digest.update(chunk)
            given["certificate_sha256"] = digest.hexdigest()
        return given


class TakeInTraining(forms.Form):
    """Rows that were copied from a spreadsheet or a CSV file."""

    rows = forms.CharField(
        label=gettext_lazy("Paste the rows here, with the row that names the columns"),
        help_text=gettext_lazy(
            "Columns: person, course, done; if you have them also: runs out, provider, certificate with. A person is a "
            "login, a staff code, an email address or a whole name. A day is 2026-09-04 or 4/9/2026."
        ),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(rows=12),
        error_messages={"required": gettext_lazy("Paste the rows")},
    )

    def clean_rows(self) -> list[tuple[int, sheet.Row]]:
        """Each row with the number of its line; or what is wrong, and where."""
        text = self.cleaned_data["rows"]
        try:
            read = read_sheet(text.encode())
            if missing := sheet.missing_columns(read.first):
                words = _("The first row names no column “%(missing)s”. It has to name person, course and done.")
                raise forms.ValidationError(words % {"missing": "”, “".join(missing)})
            courses = {one.id: one.title for one in list_courses().values()}
            good, bad = sheet.read_rows(read.first, read_rows(read.text, read.separator), courses)
        except CannotRead as fault:
            raise forms.ValidationError(str(fault)) from None
        if bad:
            raise forms.ValidationError([_words(fault) for fault in bad[:20]])
        if not good:
            raise forms.ValidationError(_("There is no row below the one that names the columns"))
        return good


class Strike(forms.Form):
    """Why an entry counts for nothing."""

    reason = forms.CharField(
        label=gettext_lazy("What was wrong with it?"),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter what was wrong")},
    )


def _words(fault: sheet.Fault) -> str:
    said = {"line": fault.line, "said": fault.said}
    if fault.column == "person":
        return _("Line %(line)s: no person") % said
    if fault.column == "course":
        titles = ", ".join(one.title for one in list_courses().values())
        return _("Line %(line)s: “%(said)s” is no course here. Write one of: %(titles)s") % {**said, "titles": titles}
    if fault.column in sheet.MOST:
        more = {"line": fault.line, "column": fault.column, "most": sheet.MOST[fault.column], "has": len(fault.said)}
        return _("Line %(line)s: “%(column)s” has %(has)s letters. Shorten it to %(most)s.") % more
    return _("Line %(line)s: “%(said)s” is no day. Write 2026-09-04 or 4/9/2026") % said
