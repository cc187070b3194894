"""The people of a case, and what follows for them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.concerns import operations, queries, rules, words
from tutela.web.concerns.forms import conduct as ask
from tutela.web.concerns.queries.people import PeopleRead, PersonRead
from tutela.web.concerns.rules import conduct
from tutela.web.concerns.shipped.lists import list_sanctions
from tutela.web.concerns.views import form_page, posted
from tutela.web.concerns.views.writing import now_of, show_put_right, str_of, write
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments


@require_safe
def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody in the case: their part, of whose accord it was, what followed."""
    read = _read(request, pk)
    ladder = list_sanctions()
    shown = [
        {
            "one": one,
            "parts": [words.ROLES[role] for role in one.roles],
            "kind": _kinds(request)[one.kind],
            "agency": words.AGENCIES[one.agency],
            "judgements": [(words.AGENCIES[past.what], past) for past in one.judgements],
            "sanctions": [(ladder[past.what].label, past) for past in one.sanctions if past.what in ladder],
            "alleged": "alleged" in one.roles,
            "only_told": set(one.roles) == {"reporter"},
        }
        for one in read.people
    ]
    context = {
        "read": read,
        "people": shown,
        "caption": _("Case %(number)d") % {"number": read.number},
        "back": reverse("concerns:case", args=[pk]),
        "may_write": request.actor.may(Permission.CONCERN_WRITE) and not read.is_closed,
        "may_put_right": request.actor.may(Permission.CONCERN_WRITE),
        "put_right": show_put_right(read.put_right),
    }
    return render(request, "concerns/case_people.html", context)


@form_page
def judge(request: HttpRequest, pk: UUID, involved: UUID) -> HttpResponse:
    """Whether they acted of their own accord; whoever leads the case judges, and nobody else finds the page."""
    now, version = now_of(request, pk)
    read, someone = _find_alleged(request, pk, involved)
    if not read.may_judge:
        raise Http404
    form = ask.Judge(posted(request), initial={"version": version})

    def save(answers: dict[str, Any]) -> None:
        operations.judge_agency(
            actor=request.actor,
            case_id=pk,
            version=answers["version"],
            involved_id=involved,
            agency=answers["agency"],
            reason=answers["text"],
            at=timezone.now(),
        )

    return write(request, now, form, save, title=someone.name, done=_("Noted with its reason."), home=_home(pk))


@form_page
def sanction(request: HttpRequest, pk: UUID, involved: UUID) -> HttpResponse:
    """What follows for somebody, beside what is usual and what was given for the like."""
    now, version = now_of(request, pk)
    _whole, someone = _find_alleged(request, pk, involved)
    ladder = list_sanctions()
    playbooks, ranges = queries.list_ranges(request.actor, pk)
    is_coerced = someone.agency == conduct.COERCED
    form = ask.GiveSanction(
        posted(request), initial={"version": version}, ladder=ladder, ranges=ranges, is_coerced=is_coerced
    )

    def save(answers: dict[str, Any]) -> None:
        operations.give_sanction(
            actor=request.actor,
            case_id=pk,
            version=answers["version"],
            involved_id=involved,
            sanction=answers["sanction"],
            reason=answers["text"],
            overrides=answers.get("overrides", False),
            at=timezone.now(),
        )

    counts = queries.count_sanctions(request.actor, playbooks)
    given = [(ladder[key].label, counts[key]) for key in ladder if key in counts]
    return write(
        request,
        now,
        form,
        save,
        title=_("What follows for %(name)s?") % {"name": someone.name},
        done=_("The sanction is noted."),
        page="sanction",
        home=_home(pk),
        given=given,
        agency=words.AGENCIES[someone.agency],
        is_judged=bool(someone.judgements),
        is_coerced=is_coerced,
        none_usual=bool(ranges) and all(span is None for span in ranges),
        fewest=conduct.FEWEST,
    )


@form_page
def kind(request: HttpRequest, pk: UUID, involved: UUID) -> HttpResponse:
    """What kind of person somebody is whom nobody chose from the list."""
    now, _version = now_of(request, pk)
    _whole, someone = _find(request, pk, involved)
    if someone.is_listed:
        raise Http404
    form = ask.SayKind(posted(request), kinds=list(_kinds(request).items()))
    if request.method == "POST" and form.is_valid():
        operations.say_kind(
            actor=request.actor, case_id=pk, involved_id=involved, kind=form.cleaned_data["kind"], at=timezone.now()
        )
        messages.success(request, _("Noted."))
        return redirect(_home(pk))
    context = {"form": form, "back": _home(pk), "caption": f"{str_of(now)}: {someone.name}", "save": _("Save")}
    return render(request, "core/question.html", context)


def _read(request: HttpRequest, pk: UUID) -> PeopleRead:
    return queries.read_people(actor=request.actor, case_id=pk, at=timezone.now())


def _find(request: HttpRequest, pk: UUID, involved: UUID) -> tuple[PeopleRead, PersonRead]:
    read = _read(request, pk)
    someone = read.find(involved)
    if someone is None:
        raise Http404
    return read, someone


def _find_alleged(request: HttpRequest, pk: UUID, involved: UUID) -> tuple[PeopleRead, PersonRead]:
    read, someone = _find(request, pk, involved)
    if "alleged" not in someone.roles:
        raise Http404
    return read, someone


def _kinds(request: HttpRequest) -> dict[str, str]:
    terms = establishments.terms_of(request.establishment)
    known = {**words.PERSON_KINDS, "learner": terms.role("learner")}
    return {key: str(known[key]) for key in rules.PERSON_KINDS}


def _home(pk: UUID) -> str:
    return reverse("concerns:case-people", args=[pk])
