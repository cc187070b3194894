"""Pages of those who ask: which surveys there are, making one, what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.actions.queries import list_by_origin
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.when import day as in_words
from tutela.web.engagement import operations, queries
from tutela.web.engagement.forms.surveys import ActOn, OpenSurvey, Outcome, Questions
from tutela.web.engagement.models import Survey
from tutela.web.engagement.queries.rounds import Rounds
from tutela.web.engagement.rules import asking
from tutela.web.engagement.rules.counting import THRESHOLD
from tutela.web.engagement.shipped.surveys import list_templates
from tutela.web.establishments.queries import terms_of

States = Survey.State


@require_safe
def list_surveys(request: HttpRequest) -> HttpResponse:
    """What is asked now, what is being made, and what people said."""
    group = request.GET.get("group", "")
    audiences = asking.OF_GROUP.get(group)
    shown = {
        "group": group if audiences else "",
        "open": queries.list_surveys(request.actor, States.OPEN),
        "drafts": queries.list_surveys(request.actor, States.DRAFT),
        "closed": queries.list_surveys(request.actor, States.CLOSED),
        "readers": queries.count_open_feedback(request.actor),
        "templates": [
            {"key": key, "one": one}
            for key, one in list_templates().items()
            if audiences is None or one.audience in audiences
        ],
        "may_write": request.actor.may(Permission.REVIEW_WRITE),
    }
    return render(request, "engagement/surveys.html", shown)


@require_safe
def ask_group(_request: HttpRequest, group: str) -> HttpResponse:
    """The surveys that ask one of the groups concerned."""
    if group not in asking.OF_GROUP:
        raise Http404
    return redirect(f"{reverse('engagement:surveys')}?group={group}#ask")


def words_to_ask(_actor: Any, group: str) -> str:
    """The words of the way to them; none for a group from outside, which is asked by name."""
    return _("Ask them in a survey") if group in asking.OF_GROUP else ""


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Make one of a template."""
    template = request.POST.get("template", "")
    if template not in list_templates():
        return redirect("engagement:surveys")
    place = request.establishment.pk
    made = operations.draft_survey(actor=request.actor, at=timezone.now(), establishment_id=place, template=template)
    return redirect("engagement:questions", pk=made.pk)


@require_safe
def survey(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them: how far it is, and what came of it once it has ended."""
    row: Survey = get_visible(Survey, request.actor, pk)
    words = terms_of(request.establishment).fill
    closed = row.state == States.CLOSED
    results = queries.list_results(request.actor, row) if closed else []
    rounds = queries.list_rounds(request.actor, row) if closed else {}
    actions: dict[str, list[Any]] = {}
    for action in list_by_origin(request.actor, f"survey:{pk}:"):
        actions.setdefault(action.origin.rpartition(":")[2], []).append(action)
    shown = {
        "survey": row,
        "questions": [words(one.ask) for one in row.list_questions()],
        "results": [
            {
                "one": one,
                "ask": words(one.question.ask),
                "led_to": actions.get(one.question.id, []),
                "rounds": rounds.get(one.question.id),
                "columns": _columns(rounds.get(one.question.id)),
            }
            for one in results
        ],
        "batches": queries.list_batches(request.actor, row),
        "outcomes": queries.list_outcomes(request.actor, row),
        "few": closed and row.answered < THRESHOLD,
        "threshold": THRESHOLD,
        "may_write": request.actor.may(Permission.REVIEW_WRITE),
        "may_act": request.actor.may(Permission.ACTION_WRITE),
        "back": reverse("engagement:surveys"),
    }
    return render(request, "engagement/survey.html", shown)


def _columns(rounds: Rounds | None) -> str:
    """Headings of the table: the answers, then the day on which each round ended."""
    return "|".join([_("Answer"), *(in_words(day) for day in rounds.days)]) if rounds else ""


@form_page
def questions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose the questions."""
    row: Survey = get_visible(Survey, request.actor, pk)
    words = terms_of(request.establishment).fill
    form = Questions(posted(request), questions=row.list_questions(), words=words, own=row.reading != "pictures")

    def save(given: dict[str, Any]) -> None:
        operations.change_questions(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return _ask(request, row, form, save, title=_("What is asked"), done=_("Saved. Nobody is asked yet."))


@form_page
def open_survey(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin to ask."""
    row: Survey = get_visible(Survey, request.actor, pk)
    form = OpenSurvey(posted(request))
    if row.audience == Survey.Audience.LEARNERS:
        del form.fields["tells"]

    def save(given: dict[str, Any]) -> None:
        operations.open_survey(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return _ask(request, row, form, save, title=_("Begin to ask"), done=_("It is open now."))


@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End it before its last day."""
    try:
        operations.close_survey(actor=request.actor, at=timezone.now(), pk=pk)
    except operations.EngagementRefused as refused:
        messages.warning(request, str(refused))
    return redirect("engagement:survey", pk=pk)


@form_page
def outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell people what came of it."""
    row: Survey = get_visible(Survey, request.actor, pk)
    form = Outcome(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.tell_outcome(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return _ask(request, row, form, save, title="", done=_("Everybody who was asked can read it."))


@form_page
def act(request: HttpRequest, pk: UUID, question: str) -> HttpResponse:
    """Make an action of what people said to a question."""
    row: Survey = get_visible(Survey, request.actor, pk)
    asked = next((one for one in row.list_questions() if one.id == question), None)
    if asked is None:
        raise Http404
    form = ActOn(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.act_on_answer(actor=request.actor, at=timezone.now(), pk=pk, question=question, **given)

    caption = terms_of(request.establishment).fill(asked.ask)
    done = _("This is an action now. Hand it over to somebody.")
    return _ask(request, row, form, save, title="", done=done, caption=caption)


def _ask(
    request: HttpRequest, row: Survey, form: Any, save: Any, *, title: str, done: str, caption: str = ""
) -> HttpResponse:
    page = reverse("engagement:survey", args=[row.pk])
    if was_saved(form, save):
        messages.success(request, done)
        return redirect(page)
    shown = {"form": form, "title": title, "caption": caption or row.title, "save": _("Save"), "back": page}
    return render(request, "core/question.html", shown)
