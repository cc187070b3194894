"""Files to send on: the list, one of them, making it, and what became of it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.concerns import operations as concern_operations
from tutela.web.concerns import queries as concerns
from tutela.web.concerns.queries.case import CaseRead
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.operation import Refused
from tutela.web.establishments import queries as establishments
from tutela.web.exhibits import queries as exhibits
from tutela.web.exhibits.vault import Damaged
from tutela.web.referrals import casefile
from tutela.web.referrals import queries as referral_queries
from tutela.web.transfers import bundle, contents, forms, operations, queries, rules, words
from tutela.web.transfers.views import as_file, today, trail


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Late ones first, then by the day they are due; then what is done. Looking somebody up begins a new one."""
    waiting = queries.list_to_send(request.actor, request.establishment, today(request))
    done = [
        row
        for row in queries.list_transfers(request.actor, today(request))
        if row.status in (rules.RECEIVED, rules.KEPT)
    ]
    asked = request.GET.get("q", "").strip()
    found = establishments.search_people(request.actor, asked) if asked else []
    context = {
        "waiting": [(row, words.STATUSES[row.status], words.COLOURS[row.status]) for row in waiting],
        "done": [(row, words.STATUSES[row.status], words.COLOURS[row.status]) for row in done],
        "clock": rules.get_clock(),
        "asked": asked,
        "found": [one for one in found if one.kind == "learner" and one.pk != request.actor.person_id],
        "received": queries.list_received(actor=request.actor, at=timezone.now()),
        "card": queries.get_own_card(request.actor, request.establishment),
    }
    return render(request, "transfers/list.html", context)


@form_page
def begin(request: HttpRequest, person: UUID) -> HttpResponse:
    """Put somebody on the list, with the day from which the clock runs."""
    who = establishments.get_person(request.actor, person)
    if who is None or who.kind != "learner" or who.pk in request.actor.exclusions:
        raise Http404
    form = forms.Leaver(posted(request), initial={"starts_on": who.left_on})
    made: list[Any] = []

    def save(answers: dict[str, Any]) -> None:
        made.append(
            operations.note_leaver(actor=request.actor, person=who, starts_on=answers["starts_on"], at=timezone.now())
        )

    if was_saved(form, save):
        return redirect("transfers:transfer", pk=made[0].pk)
    context = {
        "form": form,
        "title": _("%(name)s leaves") % {"name": who.full_name},
        "save": _("Put the file on the list"),
        "back": reverse("transfers:list"),
    }
    return render(request, "core/question.html", context)


@require_safe
def transfer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One file: what stands, what is next, every step."""
    read = _read(request, pk)
    kinds = [step.kind for step in read.steps]
    context = {
        "read": read,
        "status": words.STATUSES[read.status],
        "colour": words.COLOURS[read.status],
        "steps": [(step, words.STEPS[step.kind], words.WAYS.get(step.way, "")) for step in read.steps],
        "cases": queries.cases_of(request.actor, read.person_id).count(),
        "single": queries.count_single_concerns(request.actor, read.person_id),
        "may_make": read.status != rules.KEPT,
        "is_made": rules.MADE in kinds,
        "may_receipt": rules.MADE in kinds and rules.RECEIPT not in kinds,
        "may_drop": read.status == rules.TO_SEND,
        "breadcrumbs": trail(),
    }
    return render(request, "transfers/transfer.html", context)


@form_page
def make(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose what goes along and get the sealed file."""
    read, at = _read(request, pk), timezone.now()
    found = list(queries.cases_of(request.actor, read.person_id))
    cases = [concerns.read_case(actor=request.actor, case_id=one.pk, today=today(request), at=at) for one in found]
    form = forms.Make(
        posted(request),
        initial={"cases": [str(one.id) for one in cases], "masked": _others(request, read, cases, only_learners=True)},
        partners=[(str(row.id), row.name) for row in queries.list_partners(request.actor) if row.standing == "checked"],
        cases=[(str(one.id), _("Case %(number)d") % {"number": one.number}) for one in cases],
        exhibits={str(one.id): _exhibits(request, one) for one in cases},
        people=_others(request, read, cases),
    )
    if form.is_bound and form.is_valid():
        chosen = [one for one in cases if str(one.id) in form.cleaned_data["cases"]]
        try:
            return _make(request, read, chosen, form.cleaned_data)
        except concern_operations.CaseChanged:
            form.add_error(None, _("Somebody wrote in a case while the file was made. Make it again"))
        except Refused as refused:
            form.add_error(None, str(refused))
        except (Damaged, OSError):
            form.add_error("exhibits", _("One of the exhibits cannot be read. Look at its page, and tell IT"))
    context = {
        "form": form,
        "title": _("Make the file"),
        "caption": read.name,
        "save": _("Make the sealed file"),
        "back": _address(pk),
        "none": not cases,
        "no_partner": not form.fields["partner"].choices,
        "no_card": queries.get_own_card(request.actor, request.establishment) is None,
    }
    return render(request, "transfers/make.html", context)


@form_page
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """That it was sent, how and to whom."""
    read = _read(request, pk)
    if rules.MADE not in [step.kind for step in read.steps]:
        raise Http404
    form = forms.HandOver(posted(request), initial={"on": today(request)})

    def save(answers: dict[str, Any]) -> None:
        operations.hand_over(actor=request.actor, transfer_id=pk, at=timezone.now(), **answers)

    return _asked(request, read, form, save, _("Note that it was sent"))


@form_page
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take in the receipt that came back."""
    read = _read(request, pk)
    if rules.MADE not in [step.kind for step in read.steps]:
        raise Http404
    hint = _("A file that ends in .receipt. They get it when they have taken the file in.")
    form = forms.File(posted(request), request.FILES or None, label=_("Their receipt"), hint=hint, most_bytes=10_000)

    def save(answers: dict[str, Any]) -> None:
        operations.take_receipt(actor=request.actor, transfer_id=pk, content=answers["file"], at=timezone.now())

    return _asked(request, read, form, save, _("Take in their receipt"))


@form_page
def not_sent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """That nothing is sent, and why."""
    read = _read(request, pk)
    if read.status != rules.TO_SEND:
        raise Http404
    form = forms.Reason(posted(request))

    def save(answers: dict[str, Any]) -> None:
        operations.decide_not_to_send(actor=request.actor, transfer_id=pk, text=answers["text"], at=timezone.now())

    return _asked(request, read, form, save, _("Send nothing"))


def _make(request: HttpRequest, read: Any, cases: list[CaseRead], answers: dict[str, Any]) -> HttpResponse:
    at, person = timezone.now(), establishments.get_person(request.actor, read.person_id)
    if person is None:
        raise Http404
    files = [(contents.PERSON, contents.write_person(person))]
    for case in cases:
        referrals = referral_queries.read_referrals(
            actor=request.actor, case_id=case.id, establishment=request.establishment, today=today(request), at=at
        )
        told = casefile.as_json(case, request.establishment, referrals, at)
        files.append(
            (
                f"{contents.CASES}case-{case.number}.json",
                contents.mask(told, answers.get("masked", ()), meant=person.full_name),
            )
        )
    _step, made = operations.make_file(
        actor=request.actor,
        transfer_id=read.id,
        partner_id=UUID(answers["partner"]),
        versions={case.id: case.version for case in cases},
        concern_ids=[concern.id for case in cases for concern in case.concerns],
        files=files,
        establishment=request.establishment,
        at=at,
        chosen=_chosen(answers.get("exhibits", ()), request, cases),
        masked=answers.get("masked", ()),
    )
    # no name of a child in the name of a file that travels
    name = slugify(f"{request.establishment.slug} {today(request)} {str(read.id)[:8]}")
    return as_file(made, f"{name}{bundle.ENDING}")


def _exhibits(request: HttpRequest, case: CaseRead) -> list[tuple[str, str]]:
    found = exhibits.list_choices(request.actor, case.id)
    return [(key, _("Case %(case)d, exhibit %(said)s") % {"case": case.number, "said": said}) for key, said in found]


def _chosen(keys: Collection[str], request: HttpRequest, cases: list[CaseRead]) -> dict[UUID, list[UUID]]:
    return {case.id: [UUID(key) for key, _words in _exhibits(request, case) if key in keys] for case in cases}


def _others(request: HttpRequest, read: Any, cases: list[CaseRead], *, only_learners: bool = False) -> list[str]:
    """The names of others in these cases, staff apart, who act in their office; each once."""
    names: dict[str, None] = {}
    for case in cases:
        for one in case.people:
            person = establishments.get_person(request.actor, one.person_id) if one.person_id else None
            kind = person.kind if person else ""
            is_other = one.person_id != read.person_id and one.role != "reporter" and kind != "staff"
            if is_other and one.name and (kind == "learner" or not only_learners):
                names[one.name] = None
        # who was linked by mistake has nothing to do with it, and may still be named in what was written
        names |= dict.fromkeys(name for name in case.mistaken if name != read.name)
    return list(names)


def _read(request: HttpRequest, pk: UUID) -> Any:
    return queries.read_transfer(actor=request.actor, transfer_id=pk, today=today(request), at=timezone.now())


def _asked(request: HttpRequest, read: Any, form: Any, save: Any, title: str) -> HttpResponse:
    if was_saved(form, save):
        messages.success(request, _("Noted, here and on the chronology of its cases."))
        return redirect("transfers:transfer", pk=read.id)
    context = {"form": form, "title": title, "caption": read.name, "save": _("Save"), "back": _address(read.id)}
    return render(request, "core/question.html", context)


def _address(pk: UUID) -> str:
    return reverse("transfers:transfer", args=[pk])
