"""The register of disclosures: requests, a second person's decision, what was handed over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.concerns import queries as concerns
from tutela.web.core.permissions import Permission
from tutela.web.core.templatetags.when import when
from tutela.web.referrals import operations, queries, words
from tutela.web.referrals.forms import disclosures as ask
from tutela.web.referrals.operations.disclosures import title_of
from tutela.web.referrals.routes import get_grounds
from tutela.web.referrals.rules import disclosures as rules
from tutela.web.referrals.views import form_page, posted, today, trail, was_saved


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every request and every file that was made, of the cases that this person may see."""
    context = {"rows": _shown(queries.list_disclosures(request.actor)), "packs": _packs(request)}
    return render(request, "referrals/register.html", context)


@require_safe
def of_case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was asked for, made and handed over of one case."""
    case = concerns.get_case(request.actor, pk)
    context = {
        "case": case,
        "rows": _shown(queries.list_disclosures(request.actor, case_id=pk)),
        "packs": _packs(request, pk),
        "may_write": request.actor.may(Permission.CONCERN_WRITE),
        "breadcrumbs": trail(pk, case.number),
    }
    return render(request, "referrals/disclosures.html", context)


@form_page
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who asks for what, and on what ground it would be handed over."""
    case = concerns.get_case(request.actor, pk)
    form = ask.Request(posted(request), initial={"on": today(request)})
    made: list[Any] = []

    def save(answers: dict[str, Any]) -> None:
        made.append(
            operations.write_request(
                actor=request.actor,
                case_id=pk,
                asker=answers["asker"],
                who=answers["who"],
                basis=answers["basis"],
                what=answers["what"],
                why=answers["why"],
                asked_on=answers["on"],
                at=timezone.now(),
            )
        )

    if was_saved(form, save):
        return redirect("referrals:disclosure", pk=made[0].pk)
    context = {
        "form": form,
        "title": _("Write down a request"),
        "caption": _("Case %(number)d") % {"number": case.number},
        "save": _("Save"),
        "back": reverse("referrals:disclosures", args=[pk]),
    }
    return render(request, "core/question.html", context)


@require_safe
def disclosure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A request: what stands, what may be done next, and by whom."""
    read = queries.read_disclosure(actor=request.actor, disclosure_id=pk, at=timezone.now())
    others = _others(request, read)
    is_own = read.written_by_id == request.actor.person_id
    context = {
        "read": read,
        "status": words.DISCLOSURE_STATUSES[read.status],
        "colour": words.DISCLOSURE_COLOURS[read.status],
        "asker": get_grounds().askers.get(read.asker, read.asker),
        "basis": next((one for one in get_grounds().bases if one.key == read.basis), None),
        "steps": [
            {
                "step": step,
                "title": words.DISCLOSURE_STATUSES[step.kind],
                "way": get_grounds().ways.get(step.way, ""),
            }
            for step in read.steps
        ],
        "shares": [(share, words.FORMS[share.form]) for share in read.shares],
        "may_write": request.actor.may(Permission.CONCERN_WRITE),
        "is_own": is_own,
        "others": others,
        "may_decide": not is_own or not others,
        "breadcrumbs": trail(
            read.case_id,
            read.case_number,
            (_("Disclosures and export"), reverse("referrals:disclosures", args=[read.case_id])),
        ),
    }
    return render(request, "referrals/disclosure.html", context)


@form_page
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Allow or refuse it, as a second person; whoever wrote it down may refuse it."""
    read = queries.read_disclosure(actor=request.actor, disclosure_id=pk, at=timezone.now())
    if read.status != rules.ASKED:
        raise Http404
    readers = _readers(request, read)
    alone = rules.may_name_outsider(readers, read.written_by_id) and read.written_by_id == request.actor.person_id
    form = ask.Decide(posted(request), may_name_outsider=alone)

    def save(answers: dict[str, Any]) -> None:
        operations.decide_request(
            actor=request.actor,
            disclosure_id=pk,
            is_allowed=answers["decision"] == "allow",
            text=answers["text"],
            readers=readers,
            outsider=answers.get("outsider", ""),
            at=timezone.now(),
            on=today(request),
        )

    intro = f"{read.who}: {read.what}"
    return _answered(request, read, form, save, title=_("Decide on a request"), intro=intro)


@form_page
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was handed over, how and to whom."""
    read = queries.read_disclosure(actor=request.actor, disclosure_id=pk, at=timezone.now())
    if read.status not in (rules.ALLOWED, rules.HANDED_OVER):
        raise Http404
    shares = [
        (str(share.id), f"{words.FORMS[share.form]}, {when(share.made_at)}, SHA-256 {share.sha256[:12]}…")
        for share in read.shares
    ]
    form = ask.HandOver(posted(request), initial={"on": today(request)}, shares=shares)

    def save(answers: dict[str, Any]) -> None:
        operations.hand_over(
            actor=request.actor,
            disclosure_id=pk,
            share_id=UUID(answers["share"]) if answers["share"] else None,
            way=answers["way"],
            text=answers["text"],
            at=timezone.now(),
            on=answers["on"],
        )

    return _answered(request, read, form, save, title=_("Note what was handed over"), intro=read.who)


@form_page
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """That nobody asks for it any longer."""
    read = queries.read_disclosure(actor=request.actor, disclosure_id=pk, at=timezone.now())
    if read.status not in (rules.ASKED, rules.ALLOWED):
        raise Http404
    form = ask.Drop(posted(request))

    def save(answers: dict[str, Any]) -> None:
        operations.drop_request(
            actor=request.actor, disclosure_id=pk, text=answers["text"], at=timezone.now(), on=today(request)
        )

    return _answered(request, read, form, save, title=_("Drop a request"), intro=read.who)


def _answered(request: HttpRequest, read: Any, form: Any, save: Any, *, title: str, intro: str) -> HttpResponse:
    if was_saved(form, save):
        messages.success(request, _("Noted, here and on the chronology."))
        return redirect("referrals:disclosure", pk=read.id)
    context = {
        "form": form,
        "title": title,
        "intro": intro,
        "caption": _("Disclosure %(number)d of case %(case)d") % {"number": read.number, "case": read.case_number},
        "save": _("Save"),
        "back": reverse("referrals:disclosure", args=[read.id]),
    }
    return render(request, "core/question.html", context)


def _readers(request: HttpRequest, read: Any) -> set[UUID]:
    people = queries.list_case_readers(request.actor, request.establishment, read.case_id, timezone.now())
    return {person.pk for person in people}


def _others(request: HttpRequest, read: Any) -> list[str]:
    """Who else here may decide: those who may read the case, but for whoever wrote it down."""
    people = queries.list_case_readers(request.actor, request.establishment, read.case_id, timezone.now())
    return [person.full_name for person in people if person.pk != read.written_by_id]


def _shown(rows: Any) -> list[dict[str, Any]]:
    askers = get_grounds().askers
    return [
        {
            "row": row,
            "asker": askers.get(row.asker, row.asker),
            "basis": title_of(row.basis),
            "status": words.DISCLOSURE_STATUSES[row.status],
            "colour": words.DISCLOSURE_COLOURS[row.status],
            "files": [(share, words.FORMS[share.form]) for share in row.files],
        }
        for row in rows
    ]


def _packs(request: HttpRequest, case_id: UUID | None = None) -> list[tuple[Any, Any]]:
    return [(row, words.FORMS[row.share.form]) for row in queries.list_packs(request.actor, case_id)]
