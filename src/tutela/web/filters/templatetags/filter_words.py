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


@register.filter
def kind_words(kind: str) -> str:
    """A kind of difference between two states of a list."""
    return {"new": _("New"), "gone": _("Gone"), "moved": _("Changed category")}.get(kind, kind)


@register.filter
def moved_words(category: str, titles: Mapping[str, str]) -> str:
    """A category, or the way from one to another, as people read them."""
    ways = [[titles.get(key, key) for key in side.split(", ")] for side in category.split(" > ")]
    return " → ".join(", ".join(side) for side in ways)


@register.filter
def form_words(forms: Mapping[str, int]) -> str:
    """How the lines of a list are written, the most usual way first."""
    called = {
        "plain": _("plain names"),
        "urls": _("addresses"),
        "hosts": _("hosts lines"),
        "adblock": _("adblock rules"),
        "dnsmasq": _("dnsmasq lines"),
        "unbound": _("unbound lines"),
        "rpz": _("policy zone lines"),
    }
    ordered = sorted(forms.items(), key=lambda one: -one[1])
    return ", ".join(f"{called.get(form, form)} ({count:,})" for form, count in ordered) or "–"


@register.filter
def counted(number: int) -> str:
    """A number as people read it: 12,345."""
    return f"{number:,}"
