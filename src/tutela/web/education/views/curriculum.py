"""What is taught about being safe online: the plan, one strand of it, and lessons as they are noted."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.education import operations, queries
from tutela.web.education.forms.lessons import NoteLesson
from tutela.web.education.models import Lesson
from tutela.web.education.rules import curriculum as rules
from tutela.web.education.shipped.curriculum import Topic, get_curriculum, list_topics
from tutela.web.education.shipped.editions import edition_of
from tutela.web.education.views import ask_why_struck, only_who_works_here
from tutela.web.establishments.queries import local_day
from tutela.web.registers import queries as registers


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Every strand with every group of learners, and when it was taught last."""
    only_who_works_here(request)
    at = timezone.now()
    today = local_day(request.establishment, at)
    plan = queries.read_plan(request.actor, request.establishment, at=at)
    reads = request.actor.may(Permission.REVIEW_READ)
    context = {
        "rows": [_row(plan, topic, today) for topic in plan.topics],
        "groups": plan.groups,
        "share": plan.share,
        "source": get_curriculum().source,
        "reads": reads,
        "back": "" if reads else reverse("responsibilities:expected"),
    }
    return render(request, "education/curriculum.html", context)


def _row(plan: queries.Plan, topic: Topic, today: date) -> dict[str, Any]:
    """A strand with the groups that were taught it within the year, and those that were not."""
    groups = [group for group in plan.groups if rules.is_for(topic, group.age_band)]
    taught = [(group, day) for group in groups if (day := plan.taught.get((topic.id, group.pk)))]
    counting = [(group, day) for group, day in taught if rules.counts(day, today)]
    done = {group.pk for group, _day in counting}
    return {"topic": topic, "taught": counting, "missing": [group for group in groups if group.pk not in done]}


@require_safe
def show_topic(request: HttpRequest, topic: str) -> HttpResponse:
    """One strand: what it holds, and the lessons that were noted."""
    found = _get_topic(request, topic)
    lessons = [
        (row, not hasattr(row, "struck") and (row.by_id == request.actor.person_id or _keeps(request)))
        for row in queries.list_lessons(request.actor, topic)[:200]
    ]
    context = {
        "topic": found,
        "lessons": lessons,
        "plans": queries.list_plans(request.actor, topic),
        "edition": edition_of(found),
        "back": reverse("education:curriculum"),
    }
    return render(request, "education/topic.html", context)


@form_page
def note(request: HttpRequest, topic: str) -> HttpResponse:
    """A lesson was taught."""
    found = _get_topic(request, topic)
    groups = [one for one in queries.list_taught_groups(request.establishment) if rules.is_for(found, one.age_band)]
    resources = registers.list_resources(request.actor)
    plans = queries.list_plans(request.actor, topic)
    first = {"plan_id": request.GET.get("plan", "")}
    form = NoteLesson(posted(request), groups=groups, resources=resources, plans=plans, initial=first)

    def save(given: dict[str, Any]) -> None:
        resource, plan = given.get("resource_id"), given.get("plan_id")
        operations.note_lesson(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, topic=topic,
            group_id=UUID(given["group"]), taught_on=given["taught_on"], what=given["what"], link=given["link"],
            resource_id=UUID(resource) if resource else None, plan_id=UUID(plan) if plan else None,
        )  # fmt: skip

    page = reverse("education:topic", args=[topic])
    if was_saved(form, save):
        messages.success(request, _("Noted."))
        return redirect(page)
    shown = {"form": form, "title": _("We taught it"), "caption": found.title, "save": _("Save"), "back": page}
    return render(request, "core/question.html", shown)


@form_page
def strike(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An entry was a mistake."""
    row: Lesson = get_visible(Lesson, request.actor, pk)
    if row.by_id != request.actor.person_id and not _keeps(request):
        raise Http404

    def strike(reason: str) -> None:
        operations.strike_lesson(actor=request.actor, at=timezone.now(), pk=pk, reason=reason)

    page = reverse("education:topic", args=[row.topic])
    return ask_why_struck(request, strike, caption=row.what, page=page)


def _get_topic(request: HttpRequest, topic: str) -> Topic:
    only_who_works_here(request)
    found = list_topics().get(topic)
    if found is None:
        raise Http404
    return found


def _keeps(request: HttpRequest) -> bool:
    return bool(request.actor.may(Permission.DUTY_ASSIGN))
