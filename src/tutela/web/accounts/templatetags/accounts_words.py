"""Words for what is wrong with an account."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tutela.web.core.templatetags.look import tag

register = template.Library()

FLAGS = {
    "leaver": (_("Has left"), "red"),
    "no-factor": (_("No factor"), "red"),
    "dormant": (_("Not used"), "yellow"),
    "shared": (_("Shared address"), "yellow"),
    "closed": (_("Closed"), "grey"),
}


@register.filter
def flag_tag(flag: str) -> SafeString:
    """The tag of one flag of an account."""
    return tag(*FLAGS[flag])


@register.filter
def item(table: dict[str, object], key: str) -> object:
    """What stands in a table under a key that is no name of a template."""
    return table[key]
