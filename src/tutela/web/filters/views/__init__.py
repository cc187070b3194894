"""Pages about the filter."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.core.permissions import Permission


def sections(request: HttpRequest, here: str) -> dict[str, object]:
    """The pages about the filter that this person may open, as a line of links."""
    offered = [
        ("health", _("Health"), Permission.FILTER_HEALTH),
        ("changes", _("Changes"), Permission.FILTER_READ),
        ("rules", _("Own rules"), Permission.FILTER_READ),
        ("exceptions", _("Exceptions"), Permission.FILTER_READ),
        ("times", _("Times of the week"), Permission.FILTER_READ),
        ("who", _("Who is asking"), Permission.FILTER_READ),
        ("search-pages", _("Search pages"), Permission.FILTER_READ),
        ("lists", _("Lists"), Permission.FILTER_READ),
        ("explain", _("What would happen?"), Permission.FILTER_READ),
    ]
    links = [
        (words, reverse(f"filters:{name}"), name == here) for name, words, needs in offered if request.actor.may(needs)
    ]
    return {"sections": links if len(links) > 1 else []}
