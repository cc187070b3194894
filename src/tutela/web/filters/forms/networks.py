"""What is asked about the networks where the proxy asks who somebody is."""

from ipaddress import ip_network
from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.filtering import defaults
from tutela.web.core import forms
from tutela.web.filters.models.settings import check_network

MOST = 200


class SearchPages(forms.Form):
    """Which search pages are read."""

    hosts = forms.MultipleChoiceField(
        label=_("Which search pages are read?"),
        help_text=_("Only these, so that a search that speaks of danger can be seen. Select none to read nothing."),
        choices=[],
        required=False,
        widget=forms.Checkboxes(small=True),
    )
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hosts"].choices = [(host, host) for host in sorted(defaults.opened_hosts())]


class AskingNetworks(forms.Form):
    """Networks one under the other; none at all is an answer too."""

    networks = forms.CharField(
        label=_("From which networks does the proxy ask?"),
        help_text=_("One on each line, for example 10.2.0.0/16. Leave it empty to ask nowhere."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(rows=6),
    )
    mark_optional = False

    def clean_networks(self) -> list[str]:
        """Each network once, in its short form, in the order given."""
        said = [line.strip() for line in self.cleaned_data["networks"].splitlines() if line.strip()]
        if len(said) > MOST:
            raise forms.ValidationError(_("Enter at most 200 networks. A wider one takes in many: 10.0.0.0/8."))
        for one in said:
            check_network(one)
        return list(dict.fromkeys(ip_network(one).compressed for one in said))
