"""Our own situation: what kind of place this is, what that chose, and what its risks say should come next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tutela.web.core.terms import get_terms
from tutela.web.establishments.queries import PREVENT_APPLIES, local_day
from tutela.web.registers import queries
from tutela.web.registers.following import list_following
from tutela.web.registers.kinds import TAGS
from tutela.web.registers.rules.situation import Group, Weighed, choose_group
from tutela.web.registers.shipped.guidance import list_guidance

NEXT = {
    Group.KNOW: (_("Know the risks"), _("Make the register of risks and judge each: what is not known cannot be met.")),
    Group.PROTECT: (_("Protect"), _("Heavy risks have nothing in our care. Close those gaps first.")),
    Group.EDUCATE: (_("Educate"), _("The heavy risks are covered here. Now prepare people for everywhere else.")),
    Group.EMPOWER: (_("Empower"), _("Every risk has both sides. Now let learners and families act for themselves.")),
    Group.KEEP: (_("Keep going"), _("All three ends are served. Look at what is coming, and ask people how it is.")),
}  # fmt: skip


@require_safe
def situation(request: HttpRequest) -> HttpResponse:
    """One page with links to all that follows from it."""
    place = request.establishment
    risks = queries.list_risks(request.actor)
    balance = queries.get_balance(request.actor, place, local_day(place, timezone.now()))
    done = {tag: balance.controls[tag] + balance.actions[tag] for tag in TAGS}
    group = choose_group([Weighed(one.risk.weight, tuple(one.gaps)) for one in risks], done)
    title, why = NEXT[group]
    shown = {
        "place": place,
        "words": get_terms(place.nation, place.sector, place.phase),
        "prevent": (place.nation in PREVENT_APPLIES),
        "guidance": list_guidance(place.nation, place.sector).values(),
        "following": list_following(request.actor, place),
        "risks": len(risks),
        "unjudged": sum(one.risk.weight is None for one in risks),
        "heavy": sum(one.risk.is_heavy for one in risks),
        "gaps": sum(bool(one.gaps) for one in risks),
        "title": title,
        "why": why,
        "steps": [(NEXT[one][0], one == group) for one in Group],
        "back": reverse("registers:hub"),
    }
    return render(request, "registers/situation.html", shown)
