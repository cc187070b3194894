"""A case: its page, and each thing that is written into it."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.concerns import operations, queries, words
from tutela.web.concerns.forms import closing as ask_closing
from tutela.web.concerns.forms import work as ask
from tutela.web.concerns.forms.report import moment_of
from tutela.web.concerns.queries.case import Moment
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.concerns.views import form_page, is_number, posted
from tutela.web.concerns.views.report import list_choices
from tutela.web.concerns.views.writing import (
    address,
    day_there,
    list_team,
    may_close,
    now_of,
    read_case,
    show,
    str_of,
    write,
)
from tutela.web.core.context import list_beside
from tutela.web.core.permissions import Permission

PER_PAGE = 25


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """All cases that this person may see, without a word of what is in them."""
    today = day_there(request, timezone.now())
    page = Paginator(queries.CasePages(request.actor, today), PER_PAGE).get_page(request.GET.get("page"))
    due = queries.list_due_checks(request.actor, today)
    return render(
        request,
        "concerns/cases.html",
        {"cases": list(page), "page": page, "due": due, "back": reverse("concerns:queue")},
    )


@require_safe
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A case with its words; the audit was written before they were opened."""
    read = read_case(request, pk)
    readers = queries.get_readers(request.actor, pk)
    is_sealed = operations.is_sealed(readers.case)
    if is_sealed:
        operations.keep_recoverable(actor=request.actor, case_id=pk, at=timezone.now())
    now = queries.get_case(request.actor, pk)
    may_write = request.actor.may(Permission.CONCERN_WRITE)
    subjects = [someone.name for someone in read.people if someone.role in ("harmed", "alleged")]
    context = {
        "case": read,
        "subjects": list(dict.fromkeys(subjects)),
        "people": [
            {
                "someone": someone,
                "part": words.ROLES[someone.role],
                "wrong_url": may_write and reverse("concerns:wrong-in-case", args=[pk, someone.involved_id]),
            }
            for someone in read.people
        ],
        "chronology": [show(moment) | _trace(pk, moment) for moment in read.chronology],
        "actions": read.actions,
        "waiting": sum(not action.is_done for action in read.actions),
        "concerns": [
            {"concern": concern, "theme": words.theme(concern.theme), "place": words.PLACES[concern.place]}
            for concern in read.concerns
        ],
        "outcome": words.OUTCOMES[read.closing.outcome] if read.closing else "",
        "support": [(name, words.SUPPORT[kind], text) for name, kind, text in read.closing.support]
        if read.closing
        else [],
        "group": (read.closing.group[0], words.SUPPORT[read.closing.group[1]], read.closing.group[2])
        if read.closing and read.closing.group
        else None,
        "may_write": may_write,
        "may_act": request.actor.may(Permission.ACTION_WRITE),
        "openings": queries.list_openings(actor=request.actor, case_id=pk, at=timezone.now()),
        "may_close": may_close(request, now),
        "is_restricted": readers.is_restricted,
        "is_sealed": is_sealed,
        "beside": list_beside(request.actor, "concerns:case", pk),
        "breadcrumbs": [(_("Concerns"), reverse("concerns:queue")), (_("Cases"), reverse("concerns:cases"))],
    }
    return render(request, "concerns/case.html", context)


def _trace(pk: UUID, moment: Moment) -> dict[str, str]:
    """Where it stands who was put right; the chronology itself names nobody who was linked by mistake."""
    if moment.kind != "put-right":
        return {}
    return {"put_right_url": f"{reverse('concerns:case-people', args=[pk])}#put-right"}


@form_page
def add_entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A note, a contact or a decision."""
    now, version = now_of(request, pk)
    today = day_there(request, timezone.now())
    form = ask.Entry(posted(request), initial={"version": version, "on": today})

    def save(answers: dict[str, Any]) -> None:
        operations.add_entry(
            actor=request.actor,
            case_id=pk,
            version=answers["version"],
            kind=answers["kind"],
            happened_at=moment_of(answers["on"], answers["clock"]),
            place=answers["place"],
            words=answers["text"],
            at=timezone.now(),
        )

    return write(request, now, form, save, title=_("Add to the chronology"), done=_("Added to the chronology."))


@form_page
def correct(request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """Put an entry right by a new one."""
    now, version = now_of(request, pk)
    read = read_case(request, pk)
    old = next((moment for moment in read.chronology if moment.entry_id == entry and moment.text), None)
    if old is None:
        raise Http404
    form = ask.Correction(posted(request), initial={"version": version})

    def save(answers: dict[str, Any]) -> None:
        operations.correct_entry(
            actor=request.actor,
            case_id=pk,
            entry_id=entry,
            version=answers["version"],
            words=answers["text"],
            at=timezone.now(),
        )

    return write(
        request, now, form, save, title=_("Correct an entry"), done=_("The correction was added."), old=show(old)
    )


@form_page
def set_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who does what by when."""
    now, version = now_of(request, pk)
    form = ask.SetAction(posted(request), initial={"version": version}, team=list_team(request, now))

    def save(answers: dict[str, Any]) -> None:
        other = answers["owner"] == "other"
        operations.set_action(
            actor=request.actor,
            case_id=pk,
            version=answers["version"],
            words=answers["text"],
            due_on=answers["due_on"],
            owner_id=None if other else UUID(answers["owner"]),
            owner_name=answers["owner_name"] if other else "",
            at=timezone.now(),
        )

    return write(request, now, form, save, title=_("Set an action"), done=_("The action is set."))


@form_page
def finish_action(request: HttpRequest, pk: UUID, action: UUID) -> HttpResponse:
    """Say that an action is done."""
    now, version = now_of(request, pk)
    read = read_case(request, pk)
    found = next((row for row in read.actions if row.id == action and not row.is_done), None)
    if found is None:
        raise Http404
    form = ask.FinishAction(posted(request), initial={"version": version})

    def save(answers: dict[str, Any]) -> None:
        operations.finish_action(
            actor=request.actor,
            case_id=pk,
            action_id=action,
            version=answers["version"],
            words=answers["text"],
            at=timezone.now(),
        )

    return write(
        request, now, form, save, title=_("Mark an action as done"), done=_("The action is done."), action=found
    )


@form_page
def add_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Find somebody by name, then say what part they have. No name is put into an address."""
    now, version = now_of(request, pk)
    find = ask.Find(posted(request))
    typed = find.cleaned_data["name"] if find.is_bound and find.is_valid() else ""
    choose = None
    if request.method == "POST" and typed:
        sent = request.POST if "add" in request.POST else None
        choose = ask.Choose(sent, people=list_choices(request, typed, timezone.now()), typed=typed)

    def save(answers: dict[str, Any]) -> None:
        person = choose.chosen()
        someone = PersonInConcern(UUID(person["id"]) if person["id"] else None, person["name"], person["role"])
        given = request.POST.get("version", "")
        operations.add_person(
            actor=request.actor,
            case_id=pk,
            version=int(given) if is_number(given) else now.version,
            person=someone,
            at=timezone.now(),
        )

    more = {"find": find, "choose": choose, "typed": typed, "version": version}
    title = _("Add a person")
    if choose is not None and choose.is_bound:
        return write(request, now, choose, save, title=title, done=_("The person was added."), page="person", **more)
    context = {"form": find, "back": address(now), "caption": str_of(now), "title": title, **more}
    return render(request, "concerns/person.html", context)


@form_page
def close_case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The outcome, support for every bystander, what was learned."""
    now, version = now_of(request, pk)
    if not may_close(request, now):
        raise Http404
    read = read_case(request, pk)
    bystanders = [(someone.involved_id, someone.name) for someone in read.bystanders]
    form = ask_closing.CloseCase(posted(request), initial={"version": version}, bystanders=bystanders)

    def save(answers: dict[str, Any]) -> None:
        operations.close_case(
            actor=request.actor,
            case_id=pk,
            version=answers["version"],
            outcome=answers["outcome"],
            words=answers["text"],
            support=form.support(),
            group=form.group_decided(),
            is_lesson=answers["is_lesson"] == "yes",
            lesson=answers["lesson"],
            at=timezone.now(),
        )

    return write(
        request, now, form, save, title=_("Close the case"), button=_("Close the case"), done=_("The case is closed.")
    )
