"""Pages of the risks: the register, one of them, what stands against it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tutela.web.actions.queries import list_by_origin
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.registers import operations, queries
from tutela.web.registers.forms.risks import ChooseKinds, JudgeRisk, NewControl
from tutela.web.registers.models import Risk, RiskControl
from tutela.web.registers.rules.risks import BEYOND, EDUCATION, IN_CARE, PLACES
from tutela.web.registers.shipped.risks import get_risks
from tutela.web.registers.views import may_write, tabs

GAPS_OF = {IN_CARE: (IN_CARE,), BEYOND: (BEYOND, EDUCATION)}
"""Which gaps are said on which side."""


@require_safe
def list_risks(request: HttpRequest) -> HttpResponse:
    """All that arise, narrowed by the address, the heaviest with a gap first."""
    arising, aside = queries.list_risks(request.actor), queries.list_risks(request.actor, set_aside=True)
    shows = {
        "": (_("All"), arising),
        "gaps": (_("With a gap"), [one for one in arising if one.gaps]),
        "technical": (_("Only technical"), [one for one in arising if one.only_technical]),
        "set-aside": (_("Set aside"), aside),
    }
    show = request.GET.get("show", "")
    show = show if show in shows else ""
    shown = {
        "rows": shows[show][1],
        "tabs": tabs({key: (words, len(rows)) for key, (words, rows) in shows.items()}, show),
        "none_at_all": not arising and not aside,
        "may_write": may_write(request),
        "back": reverse("registers:hub"),
    }
    return render(request, "registers/risks.html", shown)


@form_page
def make(request: HttpRequest) -> HttpResponse:
    """Make the register of the kinds in use."""
    used = sorted({one.kind for one in queries.list_technologies_in_use(request.actor)})
    form = ChooseKinds(posted(request), initial={"technologies": used})
    made: list[int] = []

    def save(given: dict[str, Any]) -> None:
        place = request.establishment.pk
        made.append(operations.make_risks(actor=request.actor, at=timezone.now(), establishment_id=place, **given))

    if was_saved(form, save):
        said = ngettext("%(n)d risk is new in the register.", "%(n)d risks are new in the register.", made[0])
        messages.success(request, said % {"n": made[0]})
        return redirect("registers:risks")
    shown = {"form": form, "save": _("Put their risks into the register"), "back": reverse("registers:risks")}
    return render(request, "core/question.html", shown)


@require_safe
def risk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them: what it is, what the technology is good for, what stands against it, what is missing."""
    row: Risk = get_visible(Risk, request.actor, pk)
    stand = queries.get_risk(request.actor, row)
    actions = {one.origin.rpartition(":")[2]: one for one in reversed(list_by_origin(request.actor, f"risk:{pk}:"))}
    offered = {IN_CARE: stand.challenge.in_care, BEYOND: stand.challenge.beyond}
    said = {control.words.casefold() for control in stand.controls}
    missing = [] if row.set_aside else stand.gaps
    places = [
        {
            "key": place,
            "title": RiskControl.Place(place).label,
            "controls": [one for one in stand.controls if one.place == place],
            "gaps": [{"key": key, "action": actions.get(key)} for key in missing if key in GAPS_OF[place]],
            "offered": [one for one in offered[place] if one.words.casefold() not in said],
        }
        for place in PLACES
    ]
    shown = {
        "stand": stand,
        "such_as": ", ".join(kind.stands_for) if (kind := get_risks().kinds.get(row.kind)) else "",
        "places": places,
        "ended": queries.list_ended_controls(request.actor, row),
        "may_write": may_write(request),
        "may_act": request.actor.may(Permission.ACTION_WRITE),
        "back": reverse("registers:risks"),
    }
    return render(request, "registers/risk.html", shown)


@form_page
def judge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How likely and how harmful it is here."""
    row: Risk = get_visible(Risk, request.actor, pk)
    asked = ("likelihood", "harm", "benefit", "set_aside")
    form = JudgeRisk(posted(request), initial={name: getattr(row, name) for name in asked})

    def save(given: dict[str, Any]) -> None:
        operations.judge_risk(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return _ask(request, row, form, save, title=_("Judge the risk"), done=_("Saved."))


@form_page
def control(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write what stands against it, typed or taken from what others do."""
    row: Risk = get_visible(Risk, request.actor, pk)
    asked = request.GET.get("place", "")
    form = NewControl(posted(request), initial={"place": asked} if asked in PLACES else None)

    def save(given: dict[str, Any]) -> None:
        operations.add_control(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return _ask(request, row, form, save, title=_("Add what stands against it"), done=_("It stands against the risk."))


@require_POST
def end_control(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It stands no longer."""
    row: RiskControl = get_visible(RiskControl, request.actor, pk)
    try:
        operations.end_control(actor=request.actor, at=timezone.now(), pk=pk)
    except operations.RegisterRefused as refused:
        messages.warning(request, str(refused))
    return redirect("registers:risk", pk=row.risk_id)


@require_POST
def act(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make an action of a gap."""
    get_visible(Risk, request.actor, pk)
    place = request.POST.get("place", "")
    if place not in (*PLACES, EDUCATION):
        return redirect("registers:risk", pk=pk)
    try:
        made = operations.act_on_gap(actor=request.actor, at=timezone.now(), pk=pk, place=place)
    except operations.RegisterRefused as refused:
        messages.warning(request, str(refused))
        return redirect("registers:risk", pk=pk)
    messages.success(request, _("This is an action now. Hand it over to somebody."))
    return redirect("actions:action", pk=made.pk)


def _ask(request: HttpRequest, row: Risk, form: Any, save: Any, *, title: str, done: str) -> HttpResponse:
    if was_saved(form, save):
        messages.success(request, done)
        return redirect("registers:risk", pk=row.pk)
    known = get_risks().challenges.get(row.challenge)
    shown = {"form": form, "title": title, "caption": known.title if known else "", "save": _("Save")}
    return render(request, "core/question.html", shown | {"back": reverse("registers:risk", args=[row.pk])})
