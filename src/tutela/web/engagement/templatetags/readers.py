"""`{% load readers %}`: ask at the foot of a page whether it was clear, and show what readers said of an item."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from tutela.web.core.actor import SystemActor
from tutela.web.core.permissions import Permission
from tutela.web.engagement import queries
from tutela.web.engagement.about import About
from tutela.web.engagement.rules.feedback import CHOICES
from tutela.web.establishments.queries import get_first_establishment

register = template.Library()


@register.inclusion_tag("engagement/was_this_clear.html", takes_context=True)
def was_this_clear(
    context: Context, *, item: str, key: Any, version: Any, title: str, address: str, simple: bool = False
) -> dict[str, Any]:
    """The question, once for each version and person; nothing where nobody could answer.

    item, key: what it is ("policy", its id). address: where those who look after it find it. simple: its readers are
    too young to be asked for words.
    """
    request = context["request"]
    actor = request.actor
    is_signed_in = getattr(actor, "user_id", None) is not None
    place = request.establishment if is_signed_in else get_first_establishment()
    if place is None or (is_signed_in and actor.person_id is None):
        return {"asks": False}
    told = About(
        place=place.pk, item=f"{item}:{key}", version=str(version), title=str(title), address=str(address),
        back=_without_thanks(request), public=not is_signed_in, simple=bool(simple),
        exit_to=context.get("exit_to", ""),
    )  # fmt: skip
    if "thanks" in request.GET or (is_signed_in and queries.has_said(actor, told.item, told.version)):
        return {"asks": True, "thanks": True}
    page = reverse("engagement:was-this-clear", args=[told.sign()])
    return {"asks": True, "links": {choice: f"{page}?clear={choice}" for choice in CHOICES}}


@register.inclusion_tag("engagement/readers_of_item.html", takes_context=True)
def what_readers_said(context: Context, *, item: str, key: Any, own: bool = False) -> dict[str, Any]:
    """What readers said of all versions of an item, for whoever reads reviews, and of what is one's `own` for whoever
    will change it; nothing for anybody else.
    """
    actor = context["request"].actor
    reader = SystemActor("what readers said of one's own", actor.establishment_id) if own else actor
    said = queries.list_feedback(reader, f"{item}:{key}") if own or actor.may(Permission.REVIEW_READ) else []
    return {"said": said, "may_write": actor.may(Permission.REVIEW_WRITE)}


def _without_thanks(request: Any) -> str:
    query = request.GET.copy()
    query.pop("thanks", None)
    return f"{request.path}?{query.urlencode()}" if query else str(request.path)
