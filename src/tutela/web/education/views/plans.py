"""Lesson plans: all of them, one, writing and changing it, handing it on and taking in those of others."""

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

from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.rows import get_visible
from tutela.web.education import operations, queries
from tutela.web.education.forms.plans import SharePlan, TakeInPlan, WritePlan
from tutela.web.education.models import Lesson, LessonPlan
from tutela.web.education.plans.changes import Change
from tutela.web.education.plans.model import Plan
from tutela.web.education.shipped.curriculum import list_topics
from tutela.web.education.shipped.editions import edition_of
from tutela.web.education.shipped.lessons import list_ready
from tutela.web.education.views import only_who_works_here
from tutela.web.education.words import PLAN_PARTS
from tutela.web.establishments.handing_on.refusals import HandingOnRefused
from tutela.web.establishments.handing_on.words import PERSONAL
from tutela.web.establishments.models import Group


@require_safe
def list_plans(request: HttpRequest) -> HttpResponse:
    """The newest of each."""
    only_who_works_here(request)
    return _list(request, TakeInPlan())


@form_page
def take_in(request: HttpRequest) -> HttpResponse:
    """Take a file in."""
    only_who_works_here(request)
    form = TakeInPlan(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        try:
            row = operations.take_in_plan(
                actor=request.actor, at=timezone.now(), establishment=request.establishment,
                raw=form.cleaned_data["file"].read(),
            )  # fmt: skip
        except HandingOnRefused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("It is taken in. Teach with it, or make it your own."))
            return redirect("education:plan", pk=row.pk)
    return _list(request, form)


def _list(request: HttpRequest, form: TakeInPlan) -> HttpResponse:
    topics = list_topics()
    rows = [(row, topics[row.words.topic].title, _ages(row.words)) for row in queries.list_plans(request.actor)]
    ready = [(key, words, topics[words.topic].title, _ages(words)) for key, words in list_ready().items()]
    shown = {"rows": rows, "ready": ready, "form": form, "back": reverse("education:curriculum")}
    return render(request, "education/plans.html", shown)


@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One version: whose it is, what it says, what is new in it, and when it was taught."""
    row = _get(request, pk)
    newest = queries.newest_of(request.actor, row.plan)
    before, changes = queries.changes_since(request.actor, row)
    base = row.made_from and queries.newest_of(request.actor, row.made_from.plan)
    context = {
        "row": row,
        "words": row.words,
        "topic": list_topics()[row.words.topic],
        "ages": _ages(row.words),
        "newest": newest if newest and newest.pk != row.pk else None,
        "before": before,
        "changes": [_in_words(change) for change in changes],
        "base": base,
        "base_is_newer": bool(base and row.made_from and base.version > row.made_from.version),
        "taught": queries.list_taught_with(request.actor, row.plan)[:100],
        "may_share": queries.may_share(request.actor, row),
        "is_own": row.by_id is not None and row.by_id == request.actor.person_id,
        "back": reverse("education:plans"),
    }
    return render(request, "education/plan.html", context)


@require_safe
def show_ready(request: HttpRequest, key: str) -> HttpResponse:
    """A lesson that came with the software."""
    only_who_works_here(request)
    words = _ready(key)
    context = {
        "key": key,
        "edition": edition_of(words),
        "words": words,
        "topic": list_topics()[words.topic],
        "ages": _ages(words),
        "back": reverse("education:plans"),
    }
    return render(request, "education/ready_plan.html", context)


@form_page
def write(request: HttpRequest) -> HttpResponse:
    """A new one: empty, from a lesson that was taught (?lesson=), or made of another plan (?plan=) or a ready one
    (?ready=).
    """
    only_who_works_here(request)
    base = _asked(request, "plan", LessonPlan)
    lesson = _asked(request, "lesson", Lesson)
    ready = request.GET.get("ready", "")
    words = base.words if base else _ready(ready) if ready else None
    first = WritePlan.first(words) if words else _of_lesson(lesson) if lesson else {}
    form = WritePlan(posted(request), initial=first or {"topic": request.GET.get("topic", "")})
    made: list[LessonPlan] = []

    def save(given: dict[str, Any]) -> None:
        row = operations.write_plan(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, plan=given["plan"],
            made_from=base.pk if base else None, ready=ready,
        )  # fmt: skip
        made.append(row)

    if was_saved(form, save):
        messages.success(request, _("Saved."))
        return redirect("education:plan", pk=made[0].pk)
    title = _("Make it your own") if words else _("Write a lesson plan")
    back = reverse("education:plan", args=[base.pk]) if base else reverse("education:plans")
    return _ask(request, form, title, reverse("education:ready-plan", args=[ready]) if ready and not base else back)


@form_page
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The next version of one's own."""
    row = _get(request, pk)
    if not row.is_ours:
        raise Http404
    form = WritePlan(posted(request), initial=WritePlan.first(row.words))
    made: list[LessonPlan] = []

    def save(given: dict[str, Any]) -> None:
        made.append(operations.change_plan(actor=request.actor, at=timezone.now(), pk=pk, plan=given["plan"]))

    if was_saved(form, save):
        messages.success(request, _("Saved as a new version."))
        return redirect("education:plan", pk=made[0].pk)
    return _ask(request, form, _("Change the plan"), reverse("education:plan", args=[pk]))


def _ask(request: HttpRequest, form: WritePlan, title: str, back: str) -> HttpResponse:
    shown = {"form": form, "title": title, "save": _("Save"), "back": back}
    return render(request, "core/question.html", shown)


@form_page
def share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What stands against it, or the file."""
    row = _get(request, pk)
    if not queries.may_share(request.actor, row):
        raise Http404
    licences = queries.licences_of(row)
    form = SharePlan(posted(request), licences=licences, initial={"author": request.establishment.name})
    made: list[bytes] = []

    def save(given: dict[str, Any]) -> None:
        made.append(operations.share_plan(actor=request.actor, at=timezone.now(), pk=pk, **given))

    if was_saved(form, save):
        answer = HttpResponse(made[0], content_type="application/octet-stream")
        name = f"{slugify(row.words.title)}-{row.version}.tutela-lesson"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    author = getattr(form, "cleaned_data", {}).get("author", request.establishment.name)
    found = queries.find_personal_in(row, author=author)
    context = {
        "form": form,
        "row": row,
        "found": [(PLAN_PARTS[one.where], PERSONAL[one.kind], one.words) for one in found],
        "in_author": [one for one in found if one.where == "author"],
        "back": reverse("education:plan", args=[pk]),
    }
    return render(request, "education/share_plan.html", context)


def _get(request: HttpRequest, pk: UUID) -> LessonPlan:
    row: LessonPlan = get_visible(LessonPlan, request.actor, pk)
    return row


def _asked(request: HttpRequest, name: str, model: type[Any]) -> Any:
    """The row that the address names, if it names one."""
    said = request.GET.get(name)
    if not said:
        return None
    try:
        return get_visible(model, request.actor, UUID(said))
    except ValueError as error:
        raise Http404 from error


def _of_lesson(lesson: Lesson) -> dict[str, Any]:
    """What a lesson that was taught says already; whoever writes the plan adds the rest."""
    lines = []
    if lesson.resource:
        one = lesson.resource
        lines.append(f"{one.title} | {one.address} | {one.licence} | {one.attribution or one.publisher}")
    if lesson.link:
        lines.append(f" | {lesson.link} |  | ")
    return {
        "topic": lesson.topic,
        "bands": [lesson.group.age_band],
        "steps": lesson.what,
        "materials": "\n".join(lines),
    }


def _ready(key: str) -> Plan:
    words = list_ready().get(key)
    if words is None:
        raise Http404
    return words


def _ages(words: Plan) -> str:
    names = dict(Group.AgeBand.choices)
    return ", ".join(str(names[band]) for band in words.bands)


def _in_words(change: Change) -> tuple[Any, str, str]:
    return PLAN_PARTS[change.part], change.before, change.now
