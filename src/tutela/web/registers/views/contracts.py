"""Pages of the contracts with partners."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.actions.views import owners
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.rows import get_visible
from tutela.web.establishments.queries import local_day
from tutela.web.evidence.queries import list_current
from tutela.web.registers import operations, queries
from tutela.web.registers.forms.contracts import DescribeContract, EndContract, NewClause
from tutela.web.registers.models import Contract, ContractClause
from tutela.web.registers.operations import Agreed
from tutela.web.registers.rules.contracts import State
from tutela.web.registers.shipped.contracts import list_clauses
from tutela.web.registers.views import may_write, picked, tabs

TAKEN = ("partner", "kind", "what", "kept", "cost", "effect", "signed_on", "ends_on")


@require_safe
def list_contracts(request: HttpRequest) -> HttpResponse:
    """Those that stand, those whose end is near or past, those that lack a clause, and those given up."""
    found = queries.list_contracts(request.actor, local_day(request.establishment, timezone.now()))
    kept = [one for one in found if one.state is not State.ENDED]
    shows = {
        "": (_("All"), kept),
        "ending": (_("Ends soon or ran out"), [one for one in kept if one.state in (State.ENDS_SOON, State.EXPIRED)]),
        "missing": (_("Something is missing"), [one for one in kept if one.missing]),
        "ended": (_("Given up"), [one for one in found if one.state is State.ENDED]),
    }
    show = request.GET.get("show", "")
    show = show if show in shows else ""
    shown = {
        "rows": shows[show][1],
        "tabs": tabs({key: (words, len(rows)) for key, (words, rows) in shows.items()}, show),
        "may_write": may_write(request),
        "back": reverse("registers:hub"),
    }
    return render(request, "registers/contracts.html", shown)


@require_safe
def contract(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them: what it says, since when and until when, and what it does not say."""
    row: Contract = get_visible(Contract, request.actor, pk)
    at = timezone.now()
    standing = queries.get_contract(request.actor, row, local_day(request.establishment, at))
    said = {clause.library_key for clause in standing.clauses}
    shown = {
        "standing": standing,
        "contract": row,
        "effect": list_current(request.actor, row.establishment_id, at, only=[row.effect]).get(row.effect),
        "gone": [clause for clause in queries.list_clauses_of(request.actor, row) if clause.until],
        "offered": {key: one for key, one in list_clauses().items() if key not in said},
        "may_write": may_write(request) and row.ended_on is None,
        "back": reverse("registers:contracts"),
    }
    return render(request, "registers/contract.html", shown)


@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Put one into the register."""
    at = timezone.now()
    form = DescribeContract(posted(request), **owners(request, at))
    made: list[Contract] = []

    def save(given: dict[str, Any]) -> None:
        agreed, place = cast("Agreed", picked(given, *TAKEN)), request.establishment.pk
        made.append(operations.add_contract(actor=request.actor, at=at, establishment_id=place, agreed=agreed))

    if was_saved(form, save):
        messages.success(request, _("It is in the register. Now say what is in it."))
        return redirect("registers:contract", pk=made[0].pk)
    shown = {"form": form, "title": _("Add a contract"), "save": _("Add it"), "back": reverse("registers:contracts")}
    return render(request, "core/question.html", shown)


@form_page
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Describe it anew, or give it a later end."""
    at = timezone.now()
    row: Contract = get_visible(Contract, request.actor, pk)
    initial = {name: getattr(row, name) for name in TAKEN}
    form = DescribeContract(posted(request), initial=initial, now=row.owner, is_new=False, **owners(request, at))

    def save(given: dict[str, Any]) -> None:
        agreed = cast("Agreed", picked(given, *TAKEN))
        operations.change_contract(actor=request.actor, at=at, pk=pk, agreed=agreed)

    return _ask(request, row, form, save, _("Renew it or describe it anew"))


@form_page
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was given up."""
    row: Contract = get_visible(Contract, request.actor, pk)
    form = EndContract(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.end_contract(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return _ask(request, row, form, save, _("It was given up"))


@form_page
def clause(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write what it says in its own words."""
    row: Contract = get_visible(Contract, request.actor, pk)
    form = NewClause(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.add_contract_clause(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return _ask(request, row, form, save, _("Add a clause"))


@require_POST
def says(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It says what the library lists."""
    get_visible(Contract, request.actor, pk)
    key = request.POST.get("clause", "")
    listed = list_clauses().get(key)
    if listed is None:
        return redirect("registers:contract", pk=pk)
    try:
        operations.add_contract_clause(
            actor=request.actor, at=timezone.now(), pk=pk, title=listed.title, words=listed.words, key=key
        )
    except operations.RegisterRefused as refused:
        messages.warning(request, str(refused))
    return redirect("registers:contract", pk=pk)


@require_POST
def end_clause(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was taken out."""
    row: ContractClause = get_visible(ContractClause, request.actor, pk)
    try:
        operations.end_contract_clause(actor=request.actor, at=timezone.now(), pk=pk)
    except operations.RegisterRefused as refused:
        messages.warning(request, str(refused))
    return redirect("registers:contract", pk=row.contract_id)


def _ask(request: HttpRequest, row: Contract, form: Any, save: Any, title: str) -> HttpResponse:
    page = reverse("registers:contract", args=[row.pk])
    if was_saved(form, save):
        messages.success(request, _("Saved."))
        return redirect(page)
    shown = {"form": form, "title": title, "caption": row.partner, "save": _("Save"), "back": page}
    return render(request, "core/question.html", shown)
