"""The page of one statement: answered, saved while it is written, shown with documents, turned into actions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tutela.web.actions.downloads import as_attachment
from tutela.web.actions.uploads import HeldInMemory, is_too_large
from tutela.web.core.permissions import Permission
from tutela.web.reviews import operations, queries, rules
from tutela.web.reviews.forms import AnswerForm, FileForm, initial_of
from tutela.web.reviews.frameworks.model import level_at, levels_of
from tutela.web.reviews.models import Answer, Draft
from tutela.web.reviews.queries import Place, Single
from tutela.web.reviews.rules.mapped import Likeness
from tutela.web.reviews.rules.working_out import works_out
from tutela.web.reviews.views.finding import get_person, get_place, may_write, to_uuid

NOT_KEPT = {"csrfmiddlewaretoken", "overview"}


@require_http_methods(["GET", "HEAD", "POST"])
def show_statement(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """One statement: its levels, what was answered, and the figures that speak to it."""
    place = get_place(request, pk, number)
    if request.method == "POST":
        return _answer(request, place)
    single = queries.read_statement(request.actor, place, timezone.now())
    likenesses = [] if single.one.answer else _likenesses(request, place)
    if not may_write(request, place.review):
        return _show(request, single, likenesses)
    draft = queries.get_draft(request.actor, place.review, place.part.id)
    initial = _initial(single, draft) | _taken(request, place, likenesses)
    form = AnswerForm(place.framework, place.part, initial=initial)
    taken = to_uuid(str(initial.get("taken", "")))
    return _show(request, single, likenesses, form=form, draft=draft, taken=taken)


def _answer(request: HttpRequest, place: Place) -> HttpResponse:
    """Keep it and go on; else the page again, with what speaks against it."""
    if not may_write(request, place.review):
        raise Http404
    form, meanwhile = AnswerForm(place.framework, place.part, request.POST), None
    if form.is_valid():
        try:
            return redirect(_after(request, place, _save(request, place, form)))
        except operations.AnsweredMeanwhile as error:
            meanwhile = error.newest
            posted = request.POST.copy()
            posted["seen"] = str(meanwhile.pk)
            form = AnswerForm(place.framework, place.part, posted)
    single = queries.read_statement(request.actor, place, timezone.now())
    likenesses = [] if single.one.answer else _likenesses(request, place)
    taken = to_uuid(request.POST.get("taken", ""))
    return _show(request, single, likenesses, form=form, taken=taken, meanwhile=meanwhile)


def _show(request: HttpRequest, single: Single, likenesses: list[tuple[Likeness, UUID]], **more: Any) -> HttpResponse:
    """more: form, draft, taken (the key of the answer that is filled in), meanwhile (what somebody else answered)."""
    review, framework, one, meanwhile = single.review, single.framework, single.one, more.get("meanwhile")
    shown = {
        "whole": single,
        "one": one,
        "levels": levels_of(framework, one.part),
        "meanwhile_level": level_at(framework, one.part, meanwhile.level) if meanwhile else None,
        "evidence": single.evidence,
        "files": queries.list_files(request.actor, review, one.part.id),
        "likenesses": likenesses,
        "given": _said(single),
        "mine": request.actor.person_id,
        "answers": [(answer.pk, answer.by_id == request.actor.person_id) for answer in single.answers],
        "today": timezone.localdate(),
        "next_steps": rules.next_steps(framework, one.part, one.answer.level if one.answer else None),
        "actions": queries.list_actions(request.actor, review, one.part.id),
        "comments": queries.list_comments(request.actor, review, one.part.id),
        "may_act": request.actor.may(Permission.ACTION_WRITE),
        "earlier": single.answers[1:],
        "total": single.total,
        "back": reverse("reviews:review", args=[review.pk]),
        "before": single.before,
        "after": single.after,
    }
    return render(request, "reviews/statement.html", shown | more)


@require_POST
def keep_draft(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Keep what was written so far; the page's script asks for it, and nothing is shown."""
    place = get_place(request, pk, number)
    if not may_write(request, place.review):
        raise Http404
    fields = {name: given for name, given in request.POST.lists() if name not in NOT_KEPT}
    try:
        operations.keep_draft(
            actor=request.actor,
            at=timezone.now(),
            review=place.review,
            person_id=get_person(request),
            statement=place.part.id,
            fields=fields,
        )
    except operations.ReviewCompleted:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@require_POST
def drop_draft(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Go back to what was saved last."""
    place = get_place(request, pk, number)
    operations.drop_draft(
        actor=request.actor,
        at=timezone.now(),
        review=place.review,
        person_id=get_person(request),
        statement=place.part.id,
    )
    return redirect("reviews:statement", pk=pk, number=number)


@require_POST
def accept_step(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Make one of the next steps an action."""
    place = get_place(request, pk, number)
    page = reverse("reviews:statement", args=[pk, number])
    step = request.POST.get("step", "")
    try:
        action = operations.accept_step(
            actor=request.actor,
            at=timezone.now(),
            review=place.review,
            statement=place.part.id,
            step=int(step) if step.isdecimal() else -1,
            address=page,
        )
    except operations.NotALevel:
        messages.error(request, _("This step no longer belongs to the level that is chosen."))
        return redirect(page)
    messages.success(request, _("This is an action now. Say who does it, and by when."))
    return redirect("actions:action", pk=action.pk)


@csrf_exempt  # checked inside, once the handler is set that keeps the document off the disc: the check reads the form
@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Put a document beside a statement."""
    request.upload_handlers = [HeldInMemory(request)]
    return _add_file(request, pk, number)


@csrf_protect
def _add_file(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    place = get_place(request, pk, number)
    if not may_write(request, place.review):
        raise Http404
    page = reverse("reviews:statement", args=[pk, number])
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and is_too_large(request.headers.get("Content-Length", "")):
        form.refuse_large()
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["document"]
        sent.seek(0)
        try:
            operations.add_file(
                actor=request.actor,
                at=timezone.now(),
                review=place.review,
                person_id=get_person(request),
                statement=place.part.id,
                name=sent.name,
                content=sent.read(),
                effective_on=form.cleaned_data["effective_on"],
                holds_until=form.cleaned_data["holds_until"],
            )
        except operations.ReviewCompleted:
            messages.error(request, _("The review was completed meanwhile, so this document was not kept."))
        else:
            messages.success(request, _("The document is kept. The next answer that is saved here cites it."))
        return redirect(page)
    shown = {
        "form": form,
        "title": _("Add a document"),
        "caption": place.part.title,
        "save": _("Add"),
        "back": page,
    }
    return render(request, "reviews/add_file.html", shown)


@require_safe
def read_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A document as it was given, to be saved and never to be shown in the page."""
    row, content = operations.read_file(actor=request.actor, at=timezone.now(), pk=pk)
    return as_attachment(row, content)


def _initial(single: Single, draft: Draft | None) -> dict[str, Any]:
    saved = initial_of(single.framework, single.one.part, single.one.answer)
    if draft is None:
        return saved
    written = {name: given if len(given) > 1 else given[0] for name, given in draft.fields.items() if given}
    # a tick that was taken away is simply not posted
    return {"seen": saved.get("seen", "")} | written


def _likenesses(request: HttpRequest, place: Place) -> list[tuple[Likeness, UUID]]:
    statement = place.part.id
    return queries.list_likenesses(request.actor, place.review, statement).get(statement, [])


def _taken(request: HttpRequest, place: Place, likenesses: list[tuple[Likeness, UUID]]) -> dict[str, Any]:
    """What the form shows when an answer from elsewhere is to be looked at: nothing is kept by it."""
    wanted = to_uuid(request.GET.get("take", ""))
    values = [level.level for level in levels_of(place.framework, place.part)]
    for like, pk in likenesses:
        if pk == wanted and like.level is not None:
            filled = {"commentary": like.commentary, "taken": str(pk)}
            # where questions work out the level there is none to choose: a tick there says that it does not apply
            return filled if works_out(place.part) else filled | {"level": str(values.index(like.level))}
    return {}


def _said(single: Single) -> list[tuple[str, str]]:
    """The questions of the statement with what was answered, in words."""
    if single.one.answer is None:
        return []
    said = []
    for question in single.one.part.questions:
        found = single.one.answer.given.get(question.id)
        if not found:
            continue
        ids = found if isinstance(found, list) else [found]
        words = {choice.id: choice.text for choice in question.choices}
        said.append((question.text, "; ".join(words.get(one, one) for one in ids)))
    return said


def _save(request: HttpRequest, place: Place, form: AnswerForm) -> Answer | None:
    """The answer that was kept; None where the review is over. Raises `AnsweredMeanwhile`."""
    source = _source(request, place, form.cleaned_data["taken"])
    try:
        return operations.answer(
            actor=request.actor,
            at=timezone.now(),
            review=place.review,
            person_id=get_person(request),
            statement=place.part.id,
            level=form.chosen,
            applies=form.applies,
            commentary=form.cleaned_data["commentary"],
            seen=to_uuid(form.cleaned_data["seen"]),
            given=form.given,
            **source,
        )
    except operations.ReviewCompleted:
        messages.error(request, _("The review was completed meanwhile, so this answer was not kept."))
    return None


def _source(request: HttpRequest, place: Place, taken: str) -> dict[str, Any]:
    """Where a confirmed proposal comes from; only what is really proposed here counts."""
    wanted = to_uuid(taken) if taken else None
    for like, pk in _likenesses(request, place) if wanted else []:
        if pk == wanted:
            return {"taken_from": pk, "origin": f"{like.framework}: {like.part.title or like.part.ref}"}
    return {}


def _after(request: HttpRequest, place: Place, saved: Answer | None) -> str:
    """The page that comes next; what is asked next may depend on what was answered just now."""
    review = place.review
    if "overview" not in request.POST:
        after = queries.number_after(place.number, queries.list_asked(request.actor, place, saved))
        if after:
            return reverse("reviews:statement", args=[review.pk, after])
    return reverse("reviews:review", args=[review.pk])
