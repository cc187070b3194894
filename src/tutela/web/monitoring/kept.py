"""The page on which the head or the lead reads how long records are kept, and confirms or changes it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tutela.events.store import StoreError
from tutela.web.core import forms
from tutela.web.core.templatetags.look import sentence
from tutela.web.monitoring import retention
from tutela.web.monitoring.retention import Kept

PAGE = "monitoring/kept.html"


class HowLong(forms.Form):
    """One number of days for each kind of record."""

    def __init__(self, *args: Any, kept: list[Kept], **kwargs: Any) -> None:
        self.kept = kept
        # before the form is made: it copies them, and gives them their wording
        self.base_fields = {one.kind: _days(one) for one in kept}
        super().__init__(*args, **kwargs)

    def rows(self) -> Iterator[tuple[Kept, Any]]:
        """Each kind with its question."""
        for one in self.kept:
            yield one, self[one.kind]

    def changes(self) -> Iterator[tuple[str, int]]:
        """What was decided anew: kinds confirmed for the first time, and those with another number."""
        for one in self.kept:
            if self.cleaned_data[one.kind] != one.days:
                yield one.kind, self.cleaned_data[one.kind]


@require_http_methods(["GET", "HEAD", "POST"])
def choose_kept(request: HttpRequest) -> HttpResponse:
    """What is proposed and why, what was chosen and by whom; a number that is new is kept with the person's name."""
    try:
        form = HowLong(request.POST if request.method == "POST" else None, kept=retention.list_kept())
        if not (form.is_bound and form.is_valid()):
            return render(request, PAGE, {"form": form, "back": "/"})
        for kind, days in form.changes():
            retention.choose(actor=request.actor, at=timezone.now(), kind=kind, days=days)
    except StoreError:
        return render(request, PAGE, {"form": None, "back": "/"})
    except retention.TooShort:  # somebody chose more while this page was open
        messages.warning(request, _("Somebody else has just chosen. Look again before you decide."))
    else:
        messages.success(request, _("Saved with your name. It holds within a day."))
    return redirect("monitoring:kept")


def _days(one: Kept) -> forms.IntegerField:
    about = {"name": sentence(one.name)}
    return forms.IntegerField(
        label=one.name,
        initial=one.days or one.proposed_days,
        min_value=one.shortest_days,
        max_value=retention.LONGEST_DAYS,
        widget=forms.TextInput(width=4, suffix=_("days")),
        error_messages={
            "required": _("Enter for how many days to keep %(name)s") % about,
            "invalid": _("Enter a whole number of days for %(name)s") % about,
            "min_value": _("Enter %%(limit_value)s days or more for %(name)s") % about,
            "max_value": _("Enter %%(limit_value)s days or fewer for %(name)s") % about,
        },
    )
