"""Filter changes in words: `{% load filter_words %}`."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tutela.web.core.templatetags.look import tag
from tutela.web.filters.models import FilterChange

register = template.Library()

COLOURS = {
    FilterChange.State.WAITING: "yellow",
    FilterChange.State.APPROVED: "green",
    FilterChange.State.REFUSED: "grey",
}


@register.filter
def wanted_words(change: FilterChange) -> str:
    """What whoever reported it says is wrong."""
    return _("Wrongly blocked") if change.wanted == "allow" else _("Not suitable")


@register.filter
def category_words(categories: Iterable[str], titles: Mapping[str, str]) -> str:
    """Categories as people read them."""
    return ", ".join(dict.fromkeys(titles.get(key, key) for key in categories)) or _("On no list")


@register.filter
def state_tag(change: FilterChange) -> SafeString:
    """How it stands."""
    return tag(change.get_state_display(), COLOURS.get(change.state, ""))
