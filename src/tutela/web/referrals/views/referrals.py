"""Referrals: all of them, those of a case, deciding, filling the pack, and what became of it."""

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
from tutela.web.concerns import words as concern_words
from tutela.web.core.permissions import Permission
from tutela.web.core.templatetags.when import when
from tutela.web.establishments import queries as establishments
from tutela.web.referrals import operations, packs, queries, words
from tutela.web.referrals.forms import moment_of
from tutela.web.referrals.forms import referrals as ask
from tutela.web.referrals.queries.referral import ReferralRead
from tutela.web.referrals.routes import Route, find_route, list_parts, list_routes
from tutela.web.referrals.rules import referrals as rules
from tutela.web.referrals.views import form_page, posted, today, trail, was_saved


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Referrals across cases: what is late, what is open, how the others ended; without a word of what is in them."""
    rows = queries.list_referrals(request.actor, request.establishment, timezone.now())
    chosen = request.GET.get("show", "open")
    shown = [row for row in rows if row.is_open] if chosen == "open" else rows
    context = {
        "rows": [_shown(row) for row in shown],
        "late": sum(row.stand.is_late for row in rows),
        "open": sum(row.is_open for row in rows),
        "count": len(rows),
        "show_all": chosen != "open",
    }
    return render(request, "referrals/everything.html", context)


@require_safe
def of_case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was referred in a case, what advice was asked for, and where one may refer."""
    case = concerns.get_case(request.actor, pk)
    at = timezone.now()
    rows = queries.list_referrals(request.actor, request.establishment, at, case_id=pk)
    context = {
        "case": case,
        "rows": [_shown(row) for row in rows],
        "advice": queries.list_advice(actor=request.actor, case_id=pk, at=at),
        "routes": list_routes(request.establishment.nation, establishments.terms_of(request.establishment)),
        "may_write": _may_write(request),
        "breadcrumbs": trail(pk, case.number),
    }
    return render(request, "referrals/of_case.html", context)


@form_page
def decide(request: HttpRequest, pk: UUID, route: str) -> HttpResponse:
    """Refer to a body, or decide not to; with what it needs and what the family is told beside it."""
    case = concerns.get_case(request.actor, pk)
    found = _route(request, route)
    near_us = queries.list_bodies(request.actor, found.kind)
    initial = {"to": near_us[0].name} if len(near_us) == 1 else {}
    form = ask.Decide(posted(request), route=found, initial=initial)

    def save(answers: dict[str, Any]) -> None:
        made.append(
            operations.decide(
                actor=request.actor,
                case_id=pk,
                route=found,
                is_referred=answers["decision"] == "refer",
                to=answers["to"],
                why=answers["why"],
                consent=answers.get("consent") or "not-needed",
                told=answers.get("told") or "not-yet",
                why_not=answers["why_not"],
                at=timezone.now(),
            )
        )

    made: list[Any] = []
    if was_saved(form, save):
        return redirect("referrals:referral", pk=made[0].pk)
    context = {
        "form": form,
        "route": found,
        "near_us": near_us,
        "title": found.title,
        "save": _("Save the decision"),
        "caption": _("Case %(number)d") % {"number": case.number},
        "back": reverse("referrals:of-case", args=[pk]),
    }
    return render(request, "referrals/decide.html", context)


@require_safe
def referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A referral: how it stands, what is missing, the files that were made, what happened."""
    read = _read(request, pk)
    route = find_route(read.route, establishments.terms_of(request.establishment))
    sections = _sections(request, read, route) if route and read.is_referred else []
    context = {
        "read": read,
        "route": route,
        "near_us": queries.list_bodies(request.actor, route.kind) if route else [],
        "status": words.STATUSES[read.stand.status],
        "colour": words.STATUS_COLOURS[read.stand.status],
        "consent": words.CONSENTS[read.consent],
        "told": words.TOLD[read.told],
        "sections": sections,
        "missing": packs.list_missing(sections),
        "steps": [
            {
                "step": step,
                "title": words.STEPS[step.kind],
                "way": words.WAYS.get(step.way, ""),
                "outcome": words.OUTCOMES.get(step.outcome, ""),
            }
            for step in read.steps
        ],
        "next": [(step, words.STEP_TITLES[step]) for step in rules.next_steps(read.stand.status)],
        "is_open": read.stand.status in rules.OPEN,
        "shares": [(share, words.FORMS[share.form]) for share in read.shares],
        "may_write": _may_write(request),
        "breadcrumbs": trail(
            read.case.id, read.case.number, (_("Referrals"), reverse("referrals:of-case", args=[read.case.id]))
        ),
    }
    return render(request, "referrals/referral.html", context)


@form_page
def fill(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the body asks for and the case does not hold."""
    read = _read(request, pk)
    route = _route(request, read.route)
    if read.stand.status not in rules.OPEN:
        raise Http404
    given = read.answers
    initial = {"version": read.version, "about": _about(read), "gives": given.get("gives", route.gives)}
    initial |= {f"part_{key}": value for key, value in given.get("parts", {}).items()}
    people = [(str(one.involved_id), f"{one.name} ({concern_words.ROLES[one.role]})") for one in read.case.people]
    parts = list_parts(route, establishments.terms_of(request.establishment))
    form = ask.Fill(posted(request), initial=initial, parts=parts, people=people)

    def save(answers: dict[str, Any]) -> None:
        operations.fill_pack(
            actor=request.actor,
            referral_id=pk,
            version=answers["version"],
            answers=form.answers(),
            at=timezone.now(),
        )

    if was_saved(form, save):
        messages.success(request, _("Saved. What is still missing is marked."))
        return redirect("referrals:referral", pk=pk)
    context = {
        "form": form,
        "title": _("What they ask for"),
        "caption": route.title,
        "intro": _(
            "Answer what you know. What you leave empty is marked as not known, so that nobody takes it for a no."
        ),
        "save": _("Save"),
        "back": reverse("referrals:referral", args=[pk]),
    }
    return render(request, "core/question.html", context)


@form_page
def step(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Note what happened: sent, asked again, acknowledged, outcome, withdrawn."""
    read = _read(request, pk)
    if kind not in rules.next_steps(read.stand.status):
        raise Http404
    more: dict[str, Any] = {}
    if kind == rules.SENT:
        more["shares"] = [
            (str(share.id), f"{words.FORMS[share.form]}, {when(share.made_at)}, SHA-256 {share.sha256[:12]}…")
            for share in read.shares
        ]
    form = ask.FORMS[kind](posted(request), initial={"on": today(request)}, **more)

    def save(answers: dict[str, Any]) -> None:
        now = timezone.now()
        operations.take_step(
            actor=request.actor,
            referral_id=pk,
            title=read.stand.title,
            kind=kind,
            happened_at=moment_of(answers["on"], answers["clock"], now),
            text=answers["text"],
            way=answers.get("way", ""),
            outcome=answers.get("outcome", ""),
            reference=answers.get("reference", ""),
            share_id=UUID(answers["share"]) if answers.get("share") else None,
            at=now,
        )

    if was_saved(form, save):
        messages.success(request, _("Noted, here and on the chronology."))
        return redirect("referrals:referral", pk=pk)
    context = {
        "form": form,
        "title": words.STEP_TITLES[kind],
        "caption": read.stand.title,
        "save": _("Save"),
        "back": reverse("referrals:referral", args=[pk]),
    }
    return render(request, "core/question.html", context)


def _read(request: HttpRequest, pk: UUID) -> ReferralRead:
    return queries.read_referral(
        actor=request.actor,
        referral_id=pk,
        establishment=request.establishment,
        today=today(request),
        at=timezone.now(),
    )


def _sections(request: HttpRequest, read: ReferralRead, route: Route) -> list[packs.Section]:
    parts = list_parts(route, establishments.terms_of(request.establishment))
    return packs.compose(request.actor, read, parts, request.establishment, today(request))


def _about(read: ReferralRead) -> list[str]:
    """Whom it is about: those who were chosen, else all who may have been harmed."""
    harmed = [str(one.involved_id) for one in read.case.people if one.role == "harmed"]
    return list(read.answers.get("about", harmed))


def _route(request: HttpRequest, key: str) -> Route:
    found = find_route(key, establishments.terms_of(request.establishment))
    if found is None:
        raise Http404
    return found


def _shown(row: Any) -> dict[str, Any]:
    return {
        "row": row,
        "status": words.STATUSES[row.stand.status],
        "colour": words.STATUS_COLOURS[row.stand.status],
        "outcome": words.OUTCOMES.get(row.outcome, ""),
    }


def _may_write(request: HttpRequest) -> bool:
    return bool(request.actor.may(Permission.CONCERN_WRITE))
