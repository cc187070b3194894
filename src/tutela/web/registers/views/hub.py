"""The way to every register."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tutela.web.establishments.queries import local_day
from tutela.web.registers import queries
from tutela.web.registers.rules.contracts import State
from tutela.web.registers.rules.data_assets import list_missing
from tutela.web.registers.rules.guidance import is_due
from tutela.web.registers.rules.resources import TO_MEND
from tutela.web.registers.rules.technologies import IN_USE


@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """Each register with what it holds and what it is for."""
    today = local_day(request.establishment, timezone.now())
    watched = list(queries.list_guidance(request.actor))
    due = sum(is_due(row.checked_on, row.check_days, today) for row in watched)
    assets = list(queries.list_data_assets(request.actor))
    missing = sum(bool(list_missing(row.facts)) for row in assets)
    links = list(queries.list_resources(request.actor))
    dead = sum(row.state in TO_MEND for row in links)
    risks = queries.list_risks(request.actor)
    contracts = [one for one in queries.list_contracts(request.actor, today) if one.state is not State.ENDED]
    gaps = sum(bool(one.gaps) for one in risks)
    in_use = queries.count_technologies(request.actor)[IN_USE]
    purchases = queries.list_purchases(request.actor).filter(decided_at=None).count()
    registers = [
        {
            "title": _("Technologies in use"),
            "href": reverse("registers:technologies"),
            "what": _("What is used here, by whom, and whether people from outside can be met through it."),
            "stands": ngettext("%(n)d in use", "%(n)d in use", in_use) % {"n": in_use},
        },
        {
            "title": _("Risks"),
            "href": reverse("registers:risks"),
            "what": _("What may go wrong with each kind of technology, and what stands against it here and elsewhere."),
            "stands": _("%(all)d risks, %(gaps)d with a gap") % {"all": len(risks), "gaps": gaps},
        },
        {
            "title": _("Guidance"),
            "href": reverse("registers:guidance"),
            "what": _("What this place goes by, which version, and what changed."),
            "stands": _("%(all)d documents, %(due)d to be looked at") % {"all": len(watched), "due": due},
        },
        {
            "title": _("Data we hold"),
            "href": reverse("registers:data-assets"),
            "what": _("Which data there is, whose, where and for how long."),
            "stands": _("%(all)d entries, %(missing)d lack something") % {"all": len(assets), "missing": missing},
        },
        {
            "title": _("Contracts with partners"),
            "href": reverse("registers:contracts"),
            "what": _("What providers, employers and others signed about being online, and until when it holds."),
            "stands": _("%(all)d contracts, %(hold)d hold and say all they must")
            % {"all": len(contracts), "hold": sum(one.holds and not one.missing for one in contracts)},
        },
        {
            "title": _("What is to be bought"),
            "href": reverse("registers:purchases"),
            "what": _("Offers beside one another: what each says, what its contract says, and what our figures show."),
            "stands": _("%(open)d to decide") % {"open": purchases},
        },
        {
            "title": _("Links we give people"),
            "href": reverse("registers:links"),
            "what": _("Websites for staff, families and learners: whose they are, and whether they still work."),
            "stands": _("%(all)d links, %(dead)d dead or moved") % {"all": len(links), "dead": dead},
        },
    ]
    return render(request, "registers/hub.html", {"registers": registers})
