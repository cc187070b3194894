"""What is asked about the filter."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tutela.filtering.address import BadAddress, parse
from tutela.web.core import forms
from tutela.web.filters.models import FailPolicyChoice

EVERYBODY = "everybody"


class AddressField(forms.CharField):
    """The address of a site as somebody types or pastes it."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            parse(text)
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from error
        return text


class ReportSite(forms.Form):
    """A site is open and should not be, or the other way."""

    address = AddressField(
        label=_("What is the website’s address?"),
        help_text=_("Copy it from the top of the browser, for example www.example.org/page"),
        max_length=500,
    )
    wanted = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=[("block", _("It is open, but it is not suitable")), ("allow", _("It is blocked, but we need it"))],
        widget=forms.Radios,
    )
    words = forms.CharField(
        label=_("Why?"),
        help_text=_("Do not name a learner here. If you are worried about somebody, report a concern instead."),
        required=False,
        max_length=500,
        widget=forms.Textarea(rows=4, count=True),
    )


class Decide(forms.Form):
    """The decision on a change. Groups are given by the view."""

    decision = forms.ChoiceField(label=_("What do you decide?"), choices=[], widget=forms.Radios)
    scope = forms.ChoiceField(label=_("For whom?"), choices=[], required=False)
    until = forms.DateField(
        label=_("Until when?"), help_text=_("The last day. Leave it empty for good."), required=False
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Whoever reported it reads this, and so does anybody who meets the rule."),
        max_length=300,
        widget=forms.Textarea(rows=3),
    )

    def __init__(self, *args: Any, groups: Any, wanted: str, time_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in groups}
        self.zone = ZoneInfo(time_zone)
        yes = _("Open it") if wanted == "allow" else _("Block it")
        no = _("Leave it blocked") if wanted == "allow" else _("Leave it open")
        self.fields["decision"].choices = [("approve", yes), ("refuse", no)]
        self.fields["scope"].choices = [
            (EVERYBODY, _("Everybody")),
            *((key, group.name) for key, group in self.groups.items()),
        ]

    def clean_until(self) -> datetime | None:
        """The last day, as the moment when it is over."""
        last = self.cleaned_data.get("until")
        if last is None:
            return None
        if last < timezone.now().astimezone(self.zone).date():
            raise forms.ValidationError(_("The last day must be today or in the future"))
        return datetime.combine(last + timedelta(days=1), time(), tzinfo=self.zone)

    @property
    def group(self) -> Any:
        """The chosen group; None for everybody."""
        return self.groups.get(self.cleaned_data.get("scope") or "")


class Explain(forms.FilterForm):
    """What would happen? Asked by address, so that an answer can be sent to somebody."""

    address = AddressField(label=_("Website’s address"), max_length=500)
    group = forms.ChoiceField(label=_("Group"), choices=[])
    on = forms.DateField(label=_("Day"))
    at = forms.TimeField(label=_("Time"))

    def __init__(self, *args: Any, groups: Any, time_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(time_zone)
        self.fields["group"].choices = [("", _("All groups")), *((group.key, group.name) for group in groups)]

    def moment(self, now: datetime) -> datetime:
        """The moment that is asked about; what is left open is now."""
        local = now.astimezone(self.zone)
        on = self.cleaned_data.get("on") or local.date()
        at = self.cleaned_data.get("at") or local.time()
        return datetime.combine(on, at, tzinfo=self.zone)


class FailPolicy(forms.Form):
    """What happens while the filter cannot be proved, and who says so. The people are given by the view."""

    kind = forms.ChoiceField(
        label=_("What should happen then?"),
        choices=FailPolicyChoice.Kind.choices,
        widget=forms.Radios(
            hints={
                "closed-allowlist": _("Safest. Lessons that need the web have to wait."),
                "open-with-alarm": _("Nothing is filtered meanwhile. Somebody has to watch over every screen."),
            }
        ),
        error_messages={"required": _("Select what should happen")},
    )
    chosen_by = forms.ChoiceField(
        label=_("Who decided this?"),
        help_text=_("A person who answers for safeguarding. Their name is kept with the decision."),
        choices=[],
        widget=forms.Radios,
        error_messages={"required": _("Select who decided this")},
    )

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["chosen_by"].choices = [(pk, person.full_name) for pk, person in self.people.items()]

    def given(self) -> dict[str, Any]:
        """What `operations.choose_fail_policy` takes."""
        return {"kind": self.cleaned_data["kind"], "chosen_by": self.people[self.cleaned_data["chosen_by"]]}
